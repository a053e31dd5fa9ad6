// Subtitles of one language in the order of time: what can be done to them. In: a track of { start, end, text } with
// milliseconds of the film, and where it plays. Out: the same track, changed.
"use strict";

const USUAL = 2500; // of a new subtitle
const GAP = 80; // between two: two pictures at 25 a second
const LEAST = 40;

// A new one where the film is: what stands there ends, or it begins behind. `end` is the film's. Returns it.
export function addCue(track, { now, end }) {
  const standing = track.find((cue) => cue.start <= now && cue.end > now);
  if (standing && now - standing.start >= 500) standing.end = now;
  const begins = standing && standing.end > now ? standing.end + GAP : now;
  const next = track.filter((cue) => cue.start > begins).reduce((least, cue) => Math.min(least, cue.start - GAP), end);
  const cue = { start: begins, end: Math.max(begins + LEAST, Math.min(begins + USUAL, next)), text: "" };
  track.push(cue);
  return cue;
}

// In two: at the cursor, or in the middle of the words; at the moment that is shown, or by the share of the words.
export function splitCue(track, at, { cursor, now }) {
  const cue = track[at], { text } = cue;
  const cut = cursor > 0 && cursor < text.length ? cursor : middle(text), share = cut ? cut / text.length : 0.5;
  const border = now > cue.start + LEAST && now < cue.end - LEAST ? now : Math.round(cue.start + (cue.end - cue.start) * share);
  track.splice(at + 1, 0, { start: border, end: cue.end, text: text.slice(cut).trim() });
  Object.assign(cue, { end: border, text: text.slice(0, cut).trim() });
}

export function joinCues(track, at) {
  const [cue, after] = track.slice(at, at + 2);
  Object.assign(cue, { end: Math.max(cue.end, after.end), text: [cue.text, after.text].filter(Boolean).join("\n") });
  track.splice(at + 1, 1);
}

export function shiftCues(track, by) {
  for (const cue of track) for (const side of ["start", "end"]) cue[side] = Math.max(0, cue[side] + by);
}

// The other language's times, to be filled with words; what stands here stays. Returns how many came.
export function copyTimes(track, other) {
  const free = other.filter((cue) => !track.some((own) => own.start < cue.end && own.end > cue.start));
  track.push(...free.map(({ start, end }) => ({ start, end, text: "" })));
  return free.length;
}

// What another language says while this subtitle stands.
export function sayMeanwhile(cue, other) {
  return other.filter(({ start, end }) => start < cue.end && end > cue.start).map(({ text }) => text.replaceAll("\n", " ")).join(" / ");
}

function middle(text) {
  const spaces = [...text.matchAll(/\s/g)].map(({ index }) => index), half = text.length / 2;
  return spaces.length ? spaces.reduce((best, at) => (Math.abs(at - half) < Math.abs(best - half) ? at : best)) : 0;
}

// What tracks were before they were changed, to go back to.
export class Past {
  #kept = [];

  get isEmpty() { return !this.#kept.length; }

  remember(code, track) {
    this.#kept.push(JSON.stringify([code, track]));
    if (this.#kept.length > 100) this.#kept.shift();
  }

  // The language and its track, as they were last.
  take() { return JSON.parse(this.#kept.pop()); }
}
