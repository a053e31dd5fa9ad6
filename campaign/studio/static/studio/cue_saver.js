// Keeps what is typed. In: the tracks, and when they change. Out: a file for each language, named by its input; until it is
// there, a copy in this browser; what the checks say.
"use strict";
import { findClip } from "./clip.js";
import { ask, fill, put, token, wait } from "./media.js";

const PAUSE = 700; // ms after the last key
const AGAIN = 5000; // ms until what was not saved is sent again

export class CueSaver {
  #desk; #words; #tracks; #inputs; #root; #tell; #turn = 0; #dirty = new Set(); #again = 0;
  writes = false; // whether an input changes because of us

  // `tell` has onFindings, onSaved, onFault and onState.
  constructor(desk, { tracks, inputs, root }, tell) {
    [this.#desk, this.#words, this.#tracks, this.#inputs, this.#root, this.#tell] = [desk, desk.words, tracks, inputs, root, tell];
    addEventListener("pagehide", () => this.#keep());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.hurry(); });
    addEventListener("online", () => { if (this.#dirty.size) this.#save.now(); });
    addEventListener("beforeunload", (event) => { if (this.hurry()) event.preventDefault(); });
  }

  save(code) {
    this.#dirty.add(code);
    this.#keep();
    this.#tell.onState(this.#words.saving);
    this.#save();
  }

  // Save now what waits; whether anything did.
  hurry() {
    const waits = this.#save.waits();
    if (waits) this.#save.now();
    return waits;
  }

  // The language has this file now.
  write(code, name) {
    this.#dirty.delete(code);
    this.writes = true;
    put(this.#inputs[code], name);
    this.writes = false;
    localStorage.removeItem(this.#name(code));
  }

  // What was typed in this browser and never arrived, when nobody has saved anything else since; whether there was any.
  restore(code) {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(this.#name(code))); } catch { /* not ours */ }
    if (!kept?.track?.length || kept.name !== this.#inputs[code].value) {
      localStorage.removeItem(this.#name(code));
      return false;
    }
    if (JSON.stringify(kept.track) === JSON.stringify(this.#tracks[code])) return false;
    this.#tracks[code] = kept.track;
    this.#dirty.add(code);
    this.#save();
    return true;
  }

  // The file that the language has now, unless it has another one by the time it comes. Raises an error with the reason.
  async read(code) {
    const name = this.#inputs[code].value, said = name ? await ask(`${this.#desk.media}${encodeURIComponent(name)}/cues`, this.#words) : { cues: [] };
    if (this.#inputs[code].value === name) this.#tracks[code] = said.cues;
  }

  // A file of subtitles that somebody has; the name it gets here. Raises an error with the reason.
  async send(code, file) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token());
    body.set("name", this.#inputs[code].name);
    body.set("file", file);
    return (await ask(this.#desk.upload, this.#words, { method: "POST", body, headers: { Accept: "application/json" } })).name;
  }

  mend(code) { return this.#post({ mend: code }); }

  check = wait(async () => {
    if (this.#save.waits() || !Object.values(this.#tracks).some((track) => track.length)) return this.#tell.onFindings([]);
    const turn = ++this.#turn;
    try {
      const said = await this.#post({});
      if (turn === this.#turn) this.#tell.onFindings(said.findings);
    } catch { /* told when it is saved */ }
    return undefined;
  }, 400);

  #name(code) { return `cues.${this.#desk.draft}.${this.#inputs[code].name}`; }

  #keep() {
    for (const code of this.#dirty) {
      try { localStorage.setItem(this.#name(code), JSON.stringify({ name: this.#inputs[code].value, track: this.#tracks[code] })); } catch { /* no room: the page still has it */ }
    }
  }

  #save = wait(async () => {
    clearTimeout(this.#again);
    try {
      for (const code of [...this.#dirty]) await this.#send(code, ++this.#turn);
      this.#tell.onSaved();
    } catch (error) {
      this.#tell.onState(error.lost ? this.#words.unsaved : "");
      if (!error.lost) this.#tell.onFault(error.message);
      this.#again = setTimeout(() => this.#save.now(), AGAIN);
    }
  }, PAUSE);

  async #send(code, turn) {
    const before = JSON.stringify(this.#tracks[code]), said = await this.#post({ save: code });
    if (turn === this.#turn) this.#tell.onFindings(said.findings);
    if (before !== JSON.stringify(this.#tracks[code])) return; // typed on meanwhile: saved again
    this.#dirty.delete(code);
    if (said.name || this.#inputs[code].value) this.write(code, said.name ?? "");
    if (!said.name && this.#tracks[code].length) this.#keepWordless(code);
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    this.#tell.onState(fill(this.#words.saved, { time }));
    this.#tell.onFault("");
  }

  // Times without a word make no file: this browser keeps them.
  #keepWordless(code) {
    this.#dirty.add(code);
    this.#keep();
    this.#dirty.delete(code);
  }

  #post(more) {
    const clip = findClip(this.#root), last = Math.max(1, ...Object.values(this.#tracks).flat().map((cue) => cue.end / 1000));
    const body = JSON.stringify({ tracks: this.#tracks, from: clip?.from ?? 0, to: clip?.isReady ? clip.to : last, film: clip?.name ?? "", ...more });
    return ask(this.#desk.address, this.#words, { method: "POST", body, headers: { "Content-Type": "application/json", "X-CSRFToken": token(), Accept: "application/json" } });
  }
}
