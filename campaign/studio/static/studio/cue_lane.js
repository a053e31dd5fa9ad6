// Subtitles of one language under the clip's timeline. In: the lane, the clip, the subtitles, what was found. Out: blocks.
"use strict";
import { make } from "./cue_row.js";

// Each block leads to its row by `onPick`; `find` gives the findings of the subtitle at a place.
export function drawLane(lane, clip, track, { called, direction, find, onPick }) {
  const blocks = track.map((cue, at) => ({ cue, at, left: clip.place(cue.start / 1000), right: clip.place(cue.end / 1000) })).filter(({ left, right }) => right > 0 && left < 100);
  lane.replaceChildren(make("span", { className: "unseen", textContent: called }), ...blocks.map(({ cue, at, left, right }) => {
    const block = make("button", { type: "button", className: "cue-block", textContent: cue.text.replaceAll("\n", " ") || "…", dir: direction, tabIndex: -1 });
    block.setAttribute("aria-hidden", "true"); // its row says the same, in order
    Object.assign(block.style, { left: `${Math.max(0, left)}%`, width: `${Math.max(0.4, Math.min(100, right) - Math.max(0, left))}%` });
    const found = find(at);
    block.classList.toggle("faulty", found.some(({ error }) => error));
    block.classList.toggle("warned", found.length > 0);
    block.addEventListener("click", () => onPick(cue, at));
    return block;
  }));
}
