// The subtitles of a draft's film, written on the clip's timeline, a language at a time. In: the widget, the clip beside
// it. Out: a file for each language, named by its input; what the checks say of each subtitle stands beside it.
"use strict";
import { findClip } from "./clip.js";
import { drawLane } from "./cue_lane.js";
import { make, makeRow, showFindings, tellPace } from "./cue_row.js";
import { addCue, copyTimes, joinCues, sayMeanwhile, shiftCues, splitCue } from "./cue_track.js";
import { ask, fill, lead, listen, put, readSeconds, reads, token, wait, watch } from "./media.js";

const PAUSE = 700; // ms after the last key
const AGAIN = 5000; // ms until what was not saved is sent again

class Editor {
  #root; #desk; #words; #tracks = {}; #shown; #findings = []; #past = []; #turn = 0; #inputs = {}; #lanes = {}; #dirty = new Set(); #again = 0; #picked = 0;

  constructor(root) {
    [this.#root, this.#desk] = [root, reads(root)];
    this.#words = this.#desk.words;
    this.#shown = this.#desk.languages[0].code;
    for (const { code, input } of this.#desk.languages) {
      this.#inputs[code] = root.querySelector(`[name="${CSS.escape(input)}"]`);
      this.#tracks[code] = [];
      lead(this.#inputs[code], () => { this.#choose(code); return this.#find("[data-list] textarea") ?? this.#find('[data-do="add"]'); });
      listen(this.#inputs[code], () => { if (!this.#own) this.#load(code); });
    }
    this.#find("[data-editor]").hidden = false;
    this.#find(".cue-files").classList.add("scripted");
    for (const file of root.querySelectorAll('.cue-files input[type="file"]')) file.hidden = true; // a button opens it
    this.#listen();
    this.#begin();
  }

  get #clip() { return findClip(this.#root); }
  get #language() { return this.#desk.languages.find(({ code }) => code === this.#shown); }
  get #track() { return this.#tracks[this.#shown]; }
  #own = false; // whether an input changes because of us

  #find(selector) { return this.#root.querySelector(selector); }

  async #begin() {
    await Promise.all(this.#desk.languages.map(({ code }) => this.#load(code)));
    for (const { code } of this.#desk.languages) this.#restore(code);
    this.#follow();
    this.#draw();
    this.#check();
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
      clip.root.addEventListener("clip:ends", () => { this.#drawLanes(); this.#check(); });
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
    addEventListener("pagehide", () => this.#keep());
    document.addEventListener("visibilitychange", () => { if (document.hidden && this.#save.waits()) this.#save.now(); });
    addEventListener("online", () => { if (this.#dirty.size) this.#save.now(); });
    addEventListener("beforeunload", (event) => { if (this.#save.waits()) { this.#save.now(); event.preventDefault(); } });
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
    this.#past.push(JSON.stringify([this.#shown, this.#track]));
    if (this.#past.length > 100) this.#past.shift();
    this.#find('[data-do="undo"]').disabled = false;
  }

  #undo() {
    if (!this.#past.length) return;
    const [code, track] = JSON.parse(this.#past.pop());
    this.#tracks[code] = track;
    this.#choose(code, { quiet: true });
    this.typing = null;
    this.#changed();
    this.#tell(this.#words.undone);
    this.#find('[data-do="undo"]').disabled = !this.#past.length;
  }

  #changed({ redraw = true } = {}) {
    if (redraw) { this.typing = null; this.#sort(); this.#draw(); }
    this.#drawLanes();
    this.#tick();
    this.#dirty.add(this.#shown);
    this.#keep();
    this.#mark(this.#words.saving);
    this.#save();
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
    const cue = this.#track[at], area = this.#row(at)?.querySelector("textarea");
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
    if (this.#save.waits()) this.#save.now();
    this.#shown = code;
    for (const button of this.#root.querySelectorAll("[data-tongue]")) button.setAttribute("aria-pressed", String(button.dataset.tongue === code));
    this.#picked = 0;
    this.#draw();
    this.#drawLanes();
    this.#tick();
    if (!quiet) this.#tell("");
  }

  #row(at) { return this.#find(`[data-list] [data-at="${at}"]`); }

  #focus(at) {
    if (at < 0 || at >= this.#track.length) return;
    this.#picked = at;
    this.#focusInput(at, "textarea");
  }

  #focusInput(at, selector) { this.#row(at)?.querySelector(selector)?.focus(); }

  // What was read from the store, or is being typed.
  async #load(code) {
    const name = this.#inputs[code].value;
    if (!name) { this.#tracks[code] = []; this.#draw(); this.#drawLanes(); return; }
    try {
      const said = await ask(`${this.#desk.media}${encodeURIComponent(name)}/cues`, this.#words);
      if (this.#inputs[code].value !== name) return;
      this.#tracks[code] = said.cues;
      this.#draw();
      this.#drawLanes();
    } catch (error) {
      this.#blame(error.message);
    }
  }

  async #import(input) {
    const code = this.#desk.languages.find((one) => `upload.${one.input}` === input.name).code, file = input.files[0], body = new FormData();
    body.set("csrfmiddlewaretoken", token());
    body.set("name", this.#inputs[code].name);
    body.set("file", file);
    input.value = "";
    this.#blame("");
    try {
      const said = await ask(this.#desk.upload, this.#words, { method: "POST", body, headers: { Accept: "application/json" } });
      this.#choose(code);
      this.#remember();
      this.#dirty.delete(code);
      this.#write(code, said.name);
      await this.#load(code);
      this.#tell(fill(this.#words.imported, { count: this.#tracks[code].length, name: file.name }));
      this.#check();
    } catch (error) {
      this.#blame(error.message);
    }
  }

  #write(code, name) {
    this.#own = true;
    put(this.#inputs[code], name);
    this.#own = false;
    localStorage.removeItem(this.#key_of(code));
  }

  #key_of(code) { return `cues.${this.#desk.draft}.${this.#inputs[code].name}`; }

  #keep() {
    for (const code of this.#dirty) {
      try { localStorage.setItem(this.#key_of(code), JSON.stringify({ name: this.#inputs[code].value, track: this.#tracks[code] })); } catch { /* no room: the page still has it */ }
    }
  }

  // What was typed in this browser and never arrived, when nobody has saved anything else since.
  #restore(code) {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(this.#key_of(code))); } catch { /* not ours */ }
    if (!kept?.track?.length || kept.name !== this.#inputs[code].value) return localStorage.removeItem(this.#key_of(code));
    if (JSON.stringify(kept.track) === JSON.stringify(this.#tracks[code])) return undefined;
    this.#tracks[code] = kept.track;
    this.#dirty.add(code);
    this.#tell(this.#words.restored);
    this.#save();
    return undefined;
  }

  #body(more = {}) {
    const clip = this.#clip;
    return JSON.stringify({ tracks: this.#tracks, from: clip?.from ?? 0, to: clip?.isReady ? clip.to : this.#last(), film: clip?.name ?? "", ...more });
  }

  #last() { return Math.max(1, ...Object.values(this.#tracks).flat().map((cue) => cue.end / 1000)); }

  #post(more) {
    return ask(this.#desk.address, this.#words, { method: "POST", body: this.#body(more), headers: { "Content-Type": "application/json", "X-CSRFToken": token(), Accept: "application/json" } });
  }

  #save = wait(async () => {
    const turn = ++this.#turn;
    clearTimeout(this.#again);
    for (const code of [...this.#dirty]) {
      const before = JSON.stringify(this.#tracks[code]);
      try {
        const said = await this.#post({ save: code });
        if (turn === this.#turn) this.#take(said.findings);
        if (before !== JSON.stringify(this.#tracks[code])) continue; // typed on meanwhile: saved again
        this.#dirty.delete(code);
        if (said.name || this.#inputs[code].value) this.#write(code, said.name ?? "");
        if (!said.name && this.#tracks[code].length) { this.#dirty.add(code); this.#keep(); this.#dirty.delete(code); } // times without a word: kept here
        this.#mark(fill(this.#words.saved, { time: new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }) }));
        this.#blame("");
      } catch (error) {
        this.#mark(error.lost ? this.#words.unsaved : "");
        if (!error.lost) this.#blame(error.message);
        this.#again = setTimeout(() => this.#save.now(), AGAIN);
        return;
      }
    }
    this.#offer();
  }, PAUSE);

  #check = wait(async () => {
    if (this.#save.waits() || !Object.values(this.#tracks).some((track) => track.length)) return this.#take([]);
    const turn = ++this.#turn;
    try {
      const said = await this.#post({});
      if (turn === this.#turn) this.#take(said.findings);
    } catch { /* told when it is saved */ }
    return undefined;
  }, 400);

  async #mend() {
    try {
      const { cues, why } = await this.#post({ mend: this.#shown });
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

  #tell(words) { this.#find("[data-told]").textContent = words; }
  #blame(words) { this.#find("[data-fault]").textContent = words; }
  #mark(words) { this.#find("[data-saved]").textContent = words; }

  #take(findings) {
    this.#findings = findings;
    for (const row of this.#root.querySelectorAll("[data-list] [data-at]")) showFindings(row, this.#list(this.#shown, Number(row.dataset.at)), this.#words);
    this.#sum();
    this.#drawLanes();
  }

  #sum() {
    const { called } = this.#language, words = this.#words, own = this.#findings.filter(({ language }) => language === this.#shown);
    const [wrong, warned] = [own.filter(({ error }) => error).length, own.filter(({ error }) => !error).length];
    const count = this.#track.length, about = [wrong && fill(words.wrong, { count: wrong }), warned && fill(words.warned, { count: warned })].filter(Boolean).join(", ");
    const general = own.filter(({ cue }) => !cue).map(({ message, hint }) => `${message} ${hint}`);
    const told = count ? `${fill(words.count, { count, language: called })}. ${about ? `${about}.` : words.all_well}` : fill(words.wordless, { language: called });
    this.#find("[data-summary]").textContent = [told, ...general].join(" ");
    this.#find("[data-summary]").classList.toggle("fault", wrong > 0);
  }

  #offer() {
    const name = this.#inputs[this.#shown].value;
    for (const link of this.#root.querySelectorAll("[data-export]")) {
      link.hidden = !name;
      if (name) link.href = `${this.#desk.media}${encodeURIComponent(name)}/cues.${this.#shown}.${link.dataset.export}`;
    }
    const others = this.#desk.languages.some(({ code }) => code !== this.#shown && this.#tracks[code].length);
    this.#find('[data-do="copy"]').hidden = !others;
    this.#find('[data-do="mend"]').hidden = !this.#track.length;
  }

  #draw() {
    const list = this.#find("[data-list]"), held = document.activeElement?.closest?.("[data-at]") ? document.activeElement : null;
    const kept = held && { at: this.#picked, selector: held.matches("textarea") ? "textarea" : held.dataset.time ? `[data-time="${held.dataset.time}"]` : held.dataset.do ? `[data-do="${held.dataset.do}"]` : "textarea" };
    list.replaceChildren(...this.#track.map((cue, at) => this.#makeRow(cue, at)));
    this.#find("[data-empty]").hidden = this.#track.length > 0;
    if (kept) this.#focusInput(kept.at, kept.selector);
    this.#sum();
    this.#offer();
  }

  // What was found of one subtitle.
  #list(code, at) { return this.#findings.filter(({ language, cue }) => language === code && cue === at + 1); }

  #makeRow(cue, at) {
    const others = this.#desk.languages.filter(({ code }) => code !== this.#shown).map((one) => ({ ...one, text: sayMeanwhile(cue, this.#tracks[one.code]) }));
    return makeRow(cue, at, {
      desk: this.#desk, language: this.#language, others: others.filter(({ text }) => text), findings: this.#list(this.#shown, at), isLast: at === this.#track.length - 1,
    });
  }

  // A lane a language under the timeline.
  #drawLanes() {
    const clip = this.#clip;
    if (!clip?.isReady) return;
    for (const { code, own, direction } of this.#desk.languages) {
      const lane = (this.#lanes[code] ??= make("div", { className: "cue-lane", lang: code, dir: "ltr" }));
      if (lane.parentElement !== clip.lanes) clip.lanes.append(lane);
      lane.classList.toggle("shown", code === this.#shown);
      drawLane(lane, clip, this.#tracks[code], { called: own, direction, find: (at) => this.#list(code, at), onPick: (cue, at) => {
        if (this.#shown !== code) this.#choose(code);
        clip.seek(cue.start / 1000);
        this.#focus(at);
      } });
    }
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
