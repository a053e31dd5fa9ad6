// The subtitles of the language shown, a row each. In: the tracks, which language and row is meant, what the checks found.
// Out: the rows with what is wrong beside them, and in a line above them how it stands.
"use strict";
import { makeRow, showFindings } from "./cue_row.js";
import { sayMeanwhile } from "./cue_track.js";
import { fill } from "./media.js";

export class CueList {
  #root; #desk; #words; #tracks; #inputs; #findings = [];

  constructor(root, desk, { tracks, inputs }) {
    [this.#root, this.#desk, this.#words, this.#tracks, this.#inputs] = [root, desk, desk.words, tracks, inputs];
  }

  // What was found of one subtitle.
  find(code, at) { return this.#findings.filter(({ language, cue }) => language === code && cue === at + 1); }

  row(at) { return this.#find(`[data-list] [data-at="${at}"]`); }

  focus(at, selector) { this.row(at)?.querySelector(selector)?.focus(); }

  take(findings, { shown }) {
    this.#findings = findings;
    for (const row of this.#root.querySelectorAll("[data-list] [data-at]")) showFindings(row, this.find(shown, Number(row.dataset.at)), this.#words);
    this.#sum(shown);
  }

  // The focus stays where it was.
  draw({ shown, picked }) {
    const held = document.activeElement?.closest?.("[data-at]") ? document.activeElement : null, kept = held && name(held), track = this.#tracks[shown];
    this.#find("[data-list]").replaceChildren(...track.map((cue, at) => this.#makeRow(cue, at, shown)));
    this.#find("[data-empty]").hidden = track.length > 0;
    if (kept) this.focus(picked, kept);
    this.#sum(shown);
    this.offer({ shown });
  }

  // What can be done at the moment.
  offer({ shown }) {
    const { value } = this.#inputs[shown];
    for (const link of this.#root.querySelectorAll("[data-export]")) {
      link.hidden = !value;
      if (value) link.href = `${this.#desk.media}${encodeURIComponent(value)}/cues.${shown}.${link.dataset.export}`;
    }
    this.#find('[data-do="copy"]').hidden = !this.#others(shown).some(({ code }) => this.#tracks[code].length);
    this.#find('[data-do="mend"]').hidden = !this.#tracks[shown].length;
  }

  #find(selector) { return this.#root.querySelector(selector); }
  #language(shown) { return this.#desk.languages.find(({ code }) => code === shown); }
  #others(shown) { return this.#desk.languages.filter(({ code }) => code !== shown); }

  #sum(shown) {
    const words = this.#words, count = this.#tracks[shown].length, { called } = this.#language(shown), own = this.#findings.filter(({ language }) => language === shown);
    const [wrong, warned] = [own.filter(({ error }) => error).length, own.filter(({ error }) => !error).length];
    const about = [wrong && fill(words.wrong, { count: wrong }), warned && fill(words.warned, { count: warned })].filter(Boolean).join(", ");
    const general = own.filter(({ cue }) => !cue).map(({ message, hint }) => `${message} ${hint}`);
    const told = count ? `${fill(words.count, { count, language: called })}. ${about ? `${about}.` : words.all_well}` : fill(words.wordless, { language: called });
    this.#find("[data-summary]").textContent = [told, ...general].join(" ");
    this.#find("[data-summary]").classList.toggle("fault", wrong > 0);
  }

  #makeRow(cue, at, shown) {
    const others = this.#others(shown).map((one) => ({ ...one, text: sayMeanwhile(cue, this.#tracks[one.code]) })).filter(({ text }) => text);
    return makeRow(cue, at, {
      desk: this.#desk, language: this.#language(shown), others, findings: this.find(shown, at), isLast: at === this.#tracks[shown].length - 1,
    });
  }
}

// By which the same input of a new row is found.
function name(input) {
  if (input.matches("textarea")) return "textarea";
  if (input.dataset.time) return `[data-time="${input.dataset.time}"]`;
  return input.dataset.do ? `[data-do="${input.dataset.do}"]` : "textarea";
}
