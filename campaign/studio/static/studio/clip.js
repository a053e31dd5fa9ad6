// A film of a draft, and the clip chosen from it on a timeline. In: the widget. Out: its inputs; for the subtitles beside
// it a clip they can follow (`findClip`): what stands where, and the events clip:time, clip:view and clip:ends on its root.
"use strict";
import { measureClip } from "./clip_length.js";
import { STEP, Strip, bound } from "./clip_strip.js";
import { Crops, Focus } from "./crops.js";
import { Giver, fill, listen, put, readSeconds, reads, wait, watch, write } from "./media.js";

const LEAST_VIEW = 4; // seconds: nearer than that nothing is gained
const SHOWN_AT_ONCE = 60; // of a longer film the part around the clip is shown first

const clips = new WeakMap();

// The clip of the form that something stands in, or null while there is none.
export const findClip = (element) => clips.get((element.closest("form") ?? document).querySelector("[data-clip]"));

class Clip {
  #root; #desk; #words; #crops; #focus; #giver; #strip; #playing = 0; #part = false; #copied = false; #name = null;

  constructor(root) {
    [this.#root, this.#desk] = [root, reads(root)];
    this.#words = this.#desk.words;
    clips.set(root, this);
    this.video = this.#find("[data-video]");
    [this.seconds, this.view] = [0, [0, 1]];
    this.#crops = new Crops(root, this.#desk);
    this.#giver = new Giver(root, this.#desk, { onFile: (name, facts) => this.#open(name, facts, true) });
    this.#focus = new Focus(root, this.#words, { onMove: (x, y) => this.#crops.move(x, y) });
    this.#find("[data-crop]").open = false;
    this.#find("[data-crop]").addEventListener("toggle", () => this.#showCrops());
    this.#listen();
    this.#open(this.#giver.name, this.#desk.known, false);
  }

  // Seconds of the film.
  get at() { return this.#still().hidden ? this.video.currentTime : this.stillAt ?? 0; }
  get from() { return readSeconds(this.#end("from").value) ?? 0; }
  get to() { return readSeconds(this.#end("to").value) ?? Math.min(this.seconds, this.#desk.lengths?.most ?? 15); }
  get name() { return this.#giver.name; }
  get root() { return this.#root; }
  get lanes() { return this.#find("[data-lanes]"); }
  get isReady() { return Boolean(this.name && this.seconds); }

  // Where a second stands on the timeline, in per cent.
  place(second) { return ((second - this.view[0]) / (this.view[1] - this.view[0])) * 100; }

  seek(second) {
    const at = Math.min(Math.max(0, second), Math.max(0, this.seconds - STEP / 2));
    if (this.#still().hidden) this.video.currentTime = at;
    else this.#showStill(at);
    this.#tick();
  }

  play(from = null, to = null) {
    if (!this.#still().hidden) return this.seek(from ?? this.at);
    this.#part = to === null ? null : [from, to];
    if (from !== null) this.video.currentTime = from;
    this.video.play().catch(() => {});
  }

  say(text) { this.#find("[data-cue-shown]").textContent = text; }

  #find(selector) { return this.#root.querySelector(selector); }
  #still() { return this.#find("[data-still]"); }
  #end(name) { return this.#root.querySelector(`[name$=".${name}"]`); }
  #tell(name) { this.#root.dispatchEvent(new CustomEvent(name)); }
  #address(kind = "") { return `${this.#desk.media}${encodeURIComponent(this.name)}${kind}`; }

  #listen() {
    const { video } = this, acts = this.#listActs();
    this.#root.addEventListener("click", (event) => {
      const act = event.target.closest("[data-do]")?.dataset.do;
      if (act && acts[act]) acts[act]();
    });
    this.#root.addEventListener("keydown", (event) => this.#key(event, acts));
    video.addEventListener("play", () => { this.#label(); this.#follow(); });
    video.addEventListener("pause", () => { this.#label(); cancelAnimationFrame(this.#playing); this.#tick(); });
    video.addEventListener("seeked", () => this.#tick());
    video.addEventListener("loadedmetadata", () => this.#measure(video.duration));
    video.addEventListener("error", () => this.#copy());
    for (const name of ["from", "to"]) {
      this.#end(name).addEventListener("input", () => this.#change());
      listen(this.#end(name), () => this.#change());
    }
    this.#strip = new Strip(this.#find("[data-strip]"), this, { onEnd: (name, second) => this.#setEnd(name, second) });
    listen(this.#end("cards"), () => this.#change());
    const seek = this.#find("[data-seek]");
    seek.addEventListener("input", (event) => { event.stopPropagation(); this.seek(Number(seek.value)); });
    seek.addEventListener("change", (event) => event.stopPropagation());
    listen(this.#giver.input, () => setTimeout(() => this.#open(this.name, null, false)));
    this.#find("[data-screen]").addEventListener("click", () => acts.toggle());
  }

  #listActs() {
    const { video } = this;
    return {
      toggle: () => (video.paused ? this.play(this.at >= this.seconds - STEP ? this.from : null) : video.pause()),
      part: () => this.play(this.from, this.to),
      back: () => this.#step(-STEP), on: () => this.#step(STEP),
      sound: () => { video.muted = !video.muted; this.#find('[data-do="sound"]').setAttribute("aria-pressed", String(!video.muted)); },
      nearer: () => this.#look((this.view[1] - this.view[0]) / 2), whole: () => this.#look(this.seconds),
      from: () => this.#setEnd("from", this.at), to: () => this.#setEnd("to", this.at + STEP),
    };
  }

  #step(seconds) {
    this.video.pause();
    this.seek(Math.round((this.at + seconds) / STEP) * STEP);
  }

  #key(event, acts) {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || !this.isReady || !target.closest("[data-desk]")) return;
    if (target.matches("[data-grip]")) return this.#strip.key(event);
    if (target.matches("input:not([type=range]), textarea, select, summary")) return;
    const isButton = target.matches("button");
    const act = {
      " ": isButton ? null : acts.toggle, ArrowLeft: () => this.#step(event.shiftKey ? -1 : -STEP), ArrowRight: () => this.#step(event.shiftKey ? 1 : STEP),
      i: acts.from, o: acts.to, "ш": acts.from, "щ": acts.to,
    }[key.length === 1 ? key.toLowerCase() : key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  // The other end stays where it is; between them is at least a picture.
  #setEnd(name, second) {
    const [low, high] = name === "from" ? [0, this.to - STEP] : [this.from + STEP, this.seconds];
    const at = Math.round(Math.min(Math.max(low, second), Math.max(low, high)) / STEP) * STEP;
    put(this.#end(name), write(at));
    this.#change();
  }

  #open(name, facts, isNew) {
    if (name === this.#name) return;
    this.#name = name;
    const desk = this.#find("[data-desk]");
    desk.hidden = this.#find("[data-crop]").hidden = !name;
    for (const element of this.#root.querySelectorAll("[data-scripted-only]")) element.hidden = !name;
    this.#copied = false;
    this.#still().hidden = true;
    this.video.hidden = false;
    this.#say("");
    for (const figure of this.#root.querySelectorAll("[data-end-picture]")) figure.hidden = !name;
    this.seconds = 0; // until it is measured
    if (!name) { this.video.removeAttribute("src"); this.video.load(); return this.#tell("clip:ready"); }
    this.size = facts?.width ? facts : null;
    this.video.src = this.#address();
    this.video.poster = this.#address(`/picture?at=${this.from.toFixed(2)}`);
    this.#find("[data-strip-picture]").src = this.#address("/strip");
    if (facts?.seconds) this.#measure(facts.seconds, isNew);
  }

  // How long it is: told by the server, or by the film itself where a pack did not tell.
  #measure(seconds, isNew = false) {
    if (!Number.isFinite(seconds) || !seconds) return;
    const first = !this.seconds || isNew;
    if (first) this.seconds = seconds;
    if (!this.#end("to").value || isNew) {
      put(this.#end("from"), write(0));
      put(this.#end("to"), write(Math.floor(Math.min(this.seconds, this.#desk.lengths?.most ?? 15) / STEP) * STEP));
    }
    if (first || isNew) {
      this.#look(this.seconds > SHOWN_AT_ONCE ? Math.max(30, (this.to - this.from) * 3) : this.seconds);
      this.seek(this.from);
    }
    this.#change();
    this.#tell("clip:ready");
  }

  // As much of the film on the timeline as so many seconds, the clip in the middle.
  #look(seconds) {
    const length = Math.min(this.seconds, Math.max(LEAST_VIEW, seconds));
    const middle = length < this.to - this.from ? this.at : (this.from + this.to) / 2;
    const start = Math.min(Math.max(0, middle - length / 2), this.seconds - length);
    this.view = [start, start + length];
    const picture = this.#find("[data-strip-picture]"), scale = this.seconds / length;
    Object.assign(picture.style, { width: `${scale * 100}%`, left: `${(-start / length) * 100}%` });
    const seek = this.#find("[data-seek]");
    [seek.min, seek.max] = this.view;
    this.#change();
    this.#tell("clip:view");
  }

  #change() {
    this.#strip.draw(this.#words);
    this.#tick();
    this.#tellLength();
    this.#showEnds();
    this.#tell("clip:ends");
  }

  #tellLength() {
    const told = this.isReady && this.#desk.lengths ? measureClip(this, { ...this.#desk, ...this.#typed() }) : { fault: "", length: "", places: [] };
    this.#find("[data-length-fault]").textContent = told.fault;
    this.#find("[data-length]").textContent = told.length;
    this.#find("[data-places]").replaceChildren(...told.places.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  }

  #typed() { return { typed: [this.#end("from"), this.#end("to")].map((input) => input.value.trim()), cards: this.#end("cards")?.value || "both" }; }

  #showEnds = wait(() => {
    if (!this.isReady) return;
    for (const [name, second] of [["from", this.from], ["to", Math.max(this.from, this.to - STEP)]]) {
      const image = this.#find(`[data-end-picture="${name}"] img`), source = this.#address(`/picture?at=${second.toFixed(2)}`);
      if (image.getAttribute("src") !== source) image.src = source;
    }
    this.#find("[data-shown]").src = this.#address(`/picture?at=${this.from.toFixed(2)}`);
    this.#showCrops();
  }, 350);

  #showCrops() {
    if (this.isReady && this.#find("[data-crop]").open) this.#crops.show(this.#giver.input.name, this.#address(`/picture?at=${this.from.toFixed(2)}`), this.size);
  }

  // A film that no browser plays: a small copy does, and until it is there, and if there is none, single pictures.
  async #copy() {
    if (!this.name || this.#copied) return;
    this.#copied = true;
    this.video.hidden = true;
    this.#still().hidden = false;
    this.#showStill(this.from);
    this.#say(this.#words.cannot);
    const name = this.name;
    try {
      const answer = await fetch(this.#address("/playable"));
      if (!answer.ok) throw new Error((await answer.json()).error);
      const copy = URL.createObjectURL(await answer.blob());
      if (name !== this.name) return;
      const { at } = this;
      this.video.addEventListener("loadeddata", () => { this.#still().hidden = true; this.video.hidden = false; this.video.currentTime = at; }, { once: true });
      this.video.src = copy;
      this.#say(this.#words.copied);
    } catch (error) {
      this.#say(`${error.message ?? ""} ${this.#words.no_copy}`.trim());
    }
  }

  #showStill(second) {
    this.stillAt = second;
    this.#ask(second);
  }

  #ask = wait((second) => { this.#still().src = this.#address(`/picture?at=${second.toFixed(2)}`); }, 120);

  #say(text) { this.#find("[data-film-told]").textContent = text; }

  #label() { this.#find('[data-do="toggle"]').textContent = this.video.paused ? this.#words.play : this.#words.pause; }

  #follow() {
    if (this.#part && this.video.currentTime >= this.#part[1] - STEP / 2) {
      this.video.pause();
      this.#part = null;
      return;
    }
    this.#tick();
    if (!this.video.paused) this.#playing = requestAnimationFrame(() => this.#follow());
  }

  #tick() {
    const { at } = this, seek = this.#find("[data-seek]");
    this.#find("[data-now]").style.left = `${bound(this.place(at))}%`;
    this.#find("[data-at]").textContent = fill(this.#words.at, { second: at.toFixed(2).replace(".", write(1.5).charAt(1)) });
    seek.value = at;
    seek.setAttribute("aria-valuetext", fill(this.#words.at, { second: write(at) }));
    this.#tell("clip:time");
  }
}

watch("[data-clip]", (root) => new Clip(root));

