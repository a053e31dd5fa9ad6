// Subtitles under the clip's timeline, a lane a language. In: the clip, the tracks, what was found. Out: blocks; one that is
// clicked is told.
"use strict";
import { make } from "./cue_row.js";

export class Lanes {
  #languages; #lanes = new Map(); #onPick;

  // `onPick` gets the language, the subtitle and its place.
  constructor(languages, { onPick }) { [this.#languages, this.#onPick] = [languages, onPick]; }

  // `find` gives the findings of a language's subtitle at a place.
  draw(clip, tracks, { shown, find }) {
    for (const language of this.#languages) {
      const { code } = language, lane = this.#take(code);
      if (lane.parentElement !== clip.lanes) clip.lanes.append(lane);
      lane.classList.toggle("shown", code === shown);
      lane.replaceChildren(make("span", { className: "unseen", textContent: language.own }), ...this.#makeBlocks(clip, tracks[code], { language, find }));
    }
  }

  #take(code) {
    if (!this.#lanes.has(code)) this.#lanes.set(code, make("div", { className: "cue-lane", lang: code, dir: "ltr" }));
    return this.#lanes.get(code);
  }

  #makeBlocks(clip, track, { language, find }) {
    const spans = track.map((cue, at) => ({ cue, at, left: clip.place(cue.start / 1000), right: clip.place(cue.end / 1000) }));
    return spans.filter(({ left, right }) => right > 0 && left < 100).map((span) => this.#makeBlock(span, { language, found: find(language.code, span.at) }));
  }

  #makeBlock({ cue, at, left, right }, { language, found }) {
    const block = make("button", { type: "button", className: "cue-block", textContent: cue.text.replaceAll("\n", " ") || "…", dir: language.direction, tabIndex: -1 });
    block.setAttribute("aria-hidden", "true"); // its row says the same, in order
    Object.assign(block.style, { left: `${Math.max(0, left)}%`, width: `${Math.max(0.4, Math.min(100, right) - Math.max(0, left))}%` });
    block.classList.toggle("faulty", found.some(({ error }) => error));
    block.classList.toggle("warned", found.length > 0);
    block.addEventListener("click", () => this.#onPick(language.code, cue, at));
    return block;
  }
}
