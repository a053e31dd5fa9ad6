// The subtitles of a draft's film, written on the clip's timeline, a language at a time. In: the widget, the clip beside
// it. Out: a file for each language, named by its input; what the checks say of each subtitle stands beside it.
"use strict";
import { findClip } from "./clip.js";
import { Lanes } from "./cue_lane.js";
import { CueList } from "./cue_list.js";
import { tellPace } from "./cue_row.js";
import { CueSaver } from "./cue_saver.js";
import { Past, addCue, copyTimes, joinCues, shiftCues, splitCue } from "./cue_track.js";
import { fill, lead, listen, readSeconds, reads, watch } from "./media.js";

class Editor {
  #root; #desk; #words; #tracks = {}; #shown; #past = new Past(); #inputs = {}; #lanes; #picked = 0; #saver; #list;

  constructor(root) {
    [this.#root, this.#desk] = [root, reads(root)];
    this.#words = this.#desk.words;
    this.#shown = this.#desk.languages[0].code;
    for (const { code, input } of this.#desk.languages) {
      this.#inputs[code] = root.querySelector(`[name="${CSS.escape(input)}"]`);
      this.#tracks[code] = [];
      lead(this.#inputs[code], () => { this.#choose(code); return this.#find("[data-list] textarea") ?? this.#find('[data-do="add"]'); });
      listen(this.#inputs[code], () => { if (!this.#saver.writes) this.#load(code); });
    }
    this.#saver = new CueSaver(this.#desk, { tracks: this.#tracks, inputs: this.#inputs, root }, {
      onFindings: (findings) => this.#take(findings), onSaved: () => this.#list.offer(this.#state), onFault: (words) => this.#blame(words),
      onState: (words) => { this.#find("[data-saved]").textContent = words; },
    });
    this.#lanes = new Lanes(this.#desk.languages, { onPick: (code, cue, at) => this.#pick(code, cue, at) });
    this.#list = new CueList(root, this.#desk, { tracks: this.#tracks, inputs: this.#inputs });
    this.#find("[data-editor]").hidden = false;
    this.#find(".cue-files").classList.add("scripted");
    for (const file of root.querySelectorAll('.cue-files input[type="file"]')) file.hidden = true; // a button opens it
    this.#listen();
    this.#begin();
  }

  get #clip() { return findClip(this.#root); }
  get #language() { return this.#desk.languages.find(({ code }) => code === this.#shown); }
  get #track() { return this.#tracks[this.#shown]; }
  get #state() { return { shown: this.#shown, picked: this.#picked }; }

  #find(selector) { return this.#root.querySelector(selector); }

  async #begin() {
    await Promise.all(this.#desk.languages.map(({ code }) => this.#load(code)));
    if (this.#desk.languages.map(({ code }) => this.#saver.restore(code)).includes(true)) this.#tell(this.#words.restored);
    this.#follow();
    this.#draw();
    this.#saver.check();
  }

  // The clip may come after us, or be another one once a film was chosen.
  #follow() {
    const tie = () => {
      const clip = this.#clip;
      this.#find("[data-no-film]").hidden = Boolean(clip?.isReady);
      this.#find("[data-no-film]").textContent = this.#words.no_film;
      if (!clip || clip === this.tied) return;
      this.tied = clip;
      clip.root.addEventListener("clip:time", () => this.#tick());
      for (const name of ["clip:view", "clip:ready"]) clip.root.addEventListener(name, () => { tie(); this.#drawLanes(); });
      clip.root.addEventListener("clip:ends", () => { this.#drawLanes(); this.#saver.check(); });
      this.#drawLanes();
    };
    tie();
    if (!this.tied) setTimeout(() => this.#follow(), 300);
  }

  #listen() {
    const acts = {
      add: () => this.#add(), mend: () => this.#mend(), undo: () => this.#undo(), copy: () => this.#copy(), shift: () => this.#shift(),
      import: () => this.#file().click(),
      play: (at) => this.#play(at), split: (at) => this.#split(at), join: (at) => this.#join(at), remove: (at) => this.#remove(at),
      now_in: (at) => this.#setTime(at, "start", this.#now()), now_out: (at) => this.#setTime(at, "end", this.#now()),
    };
    this.#root.addEventListener("click", (event) => {
      const tongue = event.target.closest("[data-tongue]"), act = event.target.closest("[data-do]"), block = event.target.closest("[data-block]");
      if (tongue) this.#choose(tongue.dataset.tongue);
      if (act) acts[act.dataset.do]?.(Number(act.closest("[data-at]")?.dataset.at));
      if (block) this.#focus(Number(block.dataset.block));
    });
    for (const name of ["input", "change"]) this.#root.addEventListener(name, (event) => this.#typed(event, name));
    this.#root.addEventListener("focusin", (event) => { const at = event.target.closest("[data-at]"); if (at) this.#picked = Number(at.dataset.at); });
    this.#root.addEventListener("keydown", (event) => this.#key(event, acts));
  }

  #file(code = this.#shown) { return this.#root.querySelector(`[name="${CSS.escape(`upload.${this.#inputs[code].name}`)}"]`); }

  #typed(event, name) {
    const { target } = event;
    if (target.matches('input[type="file"]')) {
      event.stopPropagation();
      if (name === "change" && target.files.length) this.#import(target);
      return;
    }
    const row = target.closest("[data-at]");
    if (!row) { if (target.matches("[data-shift]")) event.stopPropagation(); return; }
    event.stopPropagation();
    const at = Number(row.dataset.at), cue = this.#track[at];
    if (target.matches("textarea")) {
      if (name !== "input") return;
      if (!this.typing || this.typing !== target) { this.#remember(); this.typing = target; }
      cue.text = target.value;
      this.#changed({ redraw: false });
      tellPace(row, cue, { desk: this.#desk, language: this.#language });
    } else if (name === "change") {
      const seconds = readSeconds(target.value), side = target.dataset.time;
      this.#blame(seconds === null ? this.#words.no_time : "");
      if (seconds === null) { target.setAttribute("aria-invalid", "true"); return; }
      this.#setTime(at, side, Math.round(seconds * 1000));
    }
  }

  #key(event, acts) {
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault(); // the page's form is not meant
    const row = event.target.closest("[data-at]");
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const at = row ? Number(row.dataset.at) : this.#picked;
    const act = {
      KeyI: () => acts.now_in(at), KeyO: () => acts.now_out(at), KeyP: () => acts.play(at), Enter: () => acts.split(at), KeyJ: () => acts.join(at), KeyN: acts.add,
      ArrowUp: () => this.#focus(at - 1), ArrowDown: () => this.#focus(at + 1),
    }[event.code];
    if (!act || (!row && !["KeyN"].includes(event.code))) return;
    event.preventDefault();
    act();
  }

  // Milliseconds of the film.
  #now() { return Math.max(0, Math.round((this.#clip?.at ?? 0) * 1000)); }
  #end() { return Math.round((this.#clip?.seconds || 3 * 3600) * 1000); }

  #remember() {
    this.#past.remember(this.#shown, this.#track);
    this.#find('[data-do="undo"]').disabled = false;
  }

  #undo() {
    if (this.#past.isEmpty) return;
    const [code, track] = this.#past.take();
    this.#tracks[code] = track;
    this.#choose(code, { quiet: true });
    this.typing = null;
    this.#changed();
    this.#tell(this.#words.undone);
    this.#find('[data-do="undo"]').disabled = this.#past.isEmpty;
  }

  #changed({ redraw = true } = {}) {
    if (redraw) { this.typing = null; this.#sort(); this.#draw(); }
    this.#drawLanes();
    this.#tick();
    this.#saver.save(this.#shown);
  }

  // In the order of time; what the focus is on keeps it.
  #sort() {
    const held = this.#track[this.#picked];
    this.#track.sort((one, other) => one.start - other.start);
    this.#picked = Math.max(0, this.#track.indexOf(held));
  }

  #add() {
    this.#remember();
    const cue = addCue(this.#track, { now: this.#now(), end: this.#end() });
    this.#sort();
    this.#picked = this.#track.indexOf(cue);
    this.#changed();
    this.#focus(this.#picked);
  }

  #setTime(at, side, milliseconds) {
    const cue = this.#track[at];
    if (!cue || cue[side] === milliseconds) return this.#draw();
    this.#remember();
    this.#picked = at;
    cue[side] = Math.min(milliseconds, this.#end());
    this.#changed();
    this.#focusInput(this.#picked, `[data-time="${side}"]`);
  }

  #split(at) {
    const cue = this.#track[at], area = this.#list.row(at)?.querySelector("textarea");
    if (!cue) return;
    const cursor = area && document.activeElement === area ? area.selectionStart : 0;
    this.#remember();
    splitCue(this.#track, at, { cursor, now: this.#now() });
    this.#changed();
    this.#focus(at + 1);
  }

  #join(at) {
    if (at + 1 >= this.#track.length) return;
    this.#remember();
    joinCues(this.#track, at);
    this.#changed();
    this.#focus(at);
  }

  #remove(at) {
    this.#remember();
    this.#track.splice(at, 1);
    this.#picked = Math.max(0, at - 1);
    this.#changed();
    if (this.#track.length) this.#focus(Math.min(at, this.#track.length - 1));
    else this.#find('[data-do="add"]').focus();
  }

  #shift() {
    const input = this.#find("[data-shift]"), text = input.value.trim().replace("−", "-"), back = text.startsWith("-");
    const seconds = readSeconds(text.replace(/^[-+]/, ""));
    this.#blame(seconds === null ? this.#words.no_time : "");
    if (seconds === null) return input.focus();
    const by = Math.round(seconds * 1000) * (back ? -1 : 1);
    this.#remember();
    shiftCues(this.#track, by);
    this.#changed();
  }

  #copy() {
    const other = this.#desk.languages.find(({ code }) => code !== this.#shown && this.#tracks[code].length);
    if (!other) return;
    this.#remember();
    const count = copyTimes(this.#track, this.#tracks[other.code]);
    this.#changed();
    this.#tell(fill(this.#words.copied, { count, language: other.called }));
    const first = this.#track.findIndex((cue) => !cue.text);
    if (first >= 0) this.#focus(first);
  }

  #play(at) {
    const cue = this.#track[at];
    if (cue) this.#clip?.play(cue.start / 1000, cue.end / 1000);
  }

  #choose(code, { quiet = false } = {}) {
    this.#saver.hurry();
    this.#shown = code;
    for (const button of this.#root.querySelectorAll("[data-tongue]")) button.setAttribute("aria-pressed", String(button.dataset.tongue === code));
    this.#picked = 0;
    this.#draw();
    this.#drawLanes();
    this.#tick();
    if (!quiet) this.#tell("");
  }

  #focus(at) {
    if (at < 0 || at >= this.#track.length) return;
    this.#picked = at;
    this.#focusInput(at, "textarea");
  }

  #focusInput(at, selector) { this.#list.focus(at, selector); }

  // What was read from the store, or is being typed.
  async #load(code) {
    try {
      await this.#saver.read(code);
      this.#draw();
      this.#drawLanes();
    } catch (error) {
      this.#blame(error.message);
    }
  }

  async #import(input) {
    const code = this.#desk.languages.find((one) => `upload.${one.input}` === input.name).code, file = input.files[0];
    input.value = "";
    this.#blame("");
    try {
      const name = await this.#saver.send(code, file);
      this.#choose(code);
      this.#remember();
      this.#saver.write(code, name);
      await this.#load(code);
      this.#tell(fill(this.#words.imported, { count: this.#tracks[code].length, name: file.name }));
      this.#saver.check();
    } catch (error) {
      this.#blame(error.message);
    }
  }

  #tell(words) { this.#find("[data-told]").textContent = words; }
  #blame(words) { this.#find("[data-fault]").textContent = words; }

  #take(findings) {
    this.#list.take(findings, this.#state);
    this.#drawLanes();
  }

  #draw() { this.#list.draw(this.#state); }

  async #mend() {
    try {
      const { cues, why } = await this.#saver.mend(this.#shown);
      if (!why.length) return this.#tell(this.#words.nothing_mended);
      this.#remember();
      this.#tracks[this.#shown] = cues;
      this.#changed();
      const list = why.map(({ cue, words }) => `${cue}: ${words}`).join("; ");
      this.#tell(`${fill(this.#words.mended, { count: why.length })} ${list}`);
    } catch (error) {
      this.#blame(error.message);
    }
    return undefined;
  }

  #drawLanes() {
    if (this.#clip?.isReady) this.#lanes.draw(this.#clip, this.#tracks, { shown: this.#shown, find: (code, at) => this.#list.find(code, at) });
  }

  // A subtitle on a lane was clicked.
  #pick(code, cue, at) {
    if (this.#shown !== code) this.#choose(code);
    this.#clip.seek(cue.start / 1000);
    this.#focus(at);
  }

  #tick() {
    const clip = this.#clip;
    if (!clip) return;
    const now = this.#now(), at = this.#track.findIndex((cue) => cue.start <= now && cue.end > now);
    clip.say(at >= 0 ? this.#track[at].text : "");
    for (const row of this.#root.querySelectorAll("[data-list] [data-at]")) row.classList.toggle("stands", Number(row.dataset.at) === at);
  }
}

watch("[data-cues]", (root) => new Editor(root));
