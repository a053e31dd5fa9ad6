// One subtitle as a row of the editor. In: the subtitle, its place, its language, what the others say meanwhile, what the
// checks found. Out: inputs, buttons, its reading speed as a colour with words.
"use strict";
import { fill, write } from "./media.js";

export function make(tag, facts = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(facts)) element[name] = value;
  element.append(...children);
  return element;
}

// `desk` is what the page begins with; `others` are texts of the other languages at the same time.
export function makeRow(cue, at, { desk, language, others, findings, isLast }) {
  const { words } = desk, { code, direction, own } = language, number = at + 1, row = make("li", { className: "cue" });
  row.dataset.at = at;
  const area = make("textarea", { rows: Math.max(2, cue.text.split("\n").length), value: cue.text, lang: code, dir: direction });
  area.setAttribute("aria-label", fill(words.text, { number, language: own }));
  area.setAttribute("aria-describedby", `${desk.draft}-${code}-${at}-pace`);
  const pace = make("p", { className: "cue-pace small" });
  pace.id = `${desk.draft}-${code}-${at}-pace`;
  const button = (act, text) => makeButton(act, text, fill(words.number, { number }));
  const times = make("div", { className: "cue-times" }, makeTime(cue, "start", words.in, button("now_in", words.now_in)), makeTime(cue, "end", words.out, button("now_out", words.now_out)));
  const acts = make("div", { className: "cue-acts" }, ...["play", "split", "join", "remove"].map((act) => button(act, words[act])));
  if (isLast) acts.querySelector('[data-do="join"]').hidden = true;
  row.append(make("p", { className: "cue-number number", textContent: number }), times, make("div", { className: "cue-words" }, area, pace, ...others.map((other) => makeOther(other, words)), make("ul", { className: "cue-findings small" })), acts);
  tellPace(row, cue, { desk, language });
  showFindings(row, findings, words);
  return row;
}

function makeTime(cue, side, label, now) {
  const input = make("input", { type: "text", inputMode: "decimal", autocomplete: "off", value: write(cue[side] / 1000, 3) });
  input.dataset.time = side;
  return make("div", {}, make("label", { className: "cue-time" }, make("span", { textContent: label }), input), now);
}

function makeButton(act, text, about) {
  const button = make("button", { type: "button", className: "plain small", textContent: text });
  button.dataset.do = act;
  button.setAttribute("aria-label", `${text}, ${about}`);
  return button;
}

// To translate from.
function makeOther({ code, direction, own, text }, words) {
  return make("p", { className: "soft small", lang: code, dir: direction, textContent: fill(words.other, { language: own, text }) });
}

// Reading speed: a colour, a mark and words.
export function tellPace(row, cue, { desk, language: { comfortable, most } }) {
  const pace = row.querySelector(".cue-pace"), { words } = desk;
  const length = [...cue.text.normalize("NFC").trim().replace(/\s*\n\s*/g, " ")].length, seconds = (cue.end - cue.start) / 1000;
  const speed = seconds > 0 ? length / seconds : Infinity;
  const kind = !length ? "empty" : speed > most ? "over" : speed > comfortable ? "fast" : "calm";
  const longest = Math.max(0, ...cue.text.split("\n").map((line) => [...line.trim()].length));
  pace.dataset.kind = kind;
  pace.textContent = `${fill(words[kind], { speed: Number.isFinite(speed) ? write(speed, 1) : "∞", most: kind === "over" ? most : comfortable })} · ${longest}/${desk.room}`;
}

// `findings` are those of this subtitle in this language.
export function showFindings(row, findings, words) {
  row.classList.toggle("faulty", findings.some(({ error }) => error));
  row.classList.toggle("warned", findings.length > 0);
  row.querySelector(".cue-findings").replaceChildren(...findings.map(({ message, hint, channels, rule, error }) => {
    const item = make("li", { className: error ? "error" : "" }, make("span", { textContent: `${message} ${hint}` }));
    item.append(make("span", { className: "soft", textContent: [` ${rule}`, tellChannels(channels, words)].filter(Boolean).join(" · ") }));
    return item;
  }));
}

function tellChannels(channels, words) {
  if (!channels.length) return "";
  return channels.length > 3 ? fill(words.on_many, { count: channels.length }) : fill(words.on, { channels: channels.join(", ") });
}
