// The review page. In: pictures that come into view, and keys. Out: what was looked at is ticked; j and k go from
// picture to picture, a approves, r returns. Without this script people tick and press for themselves.
"use strict";

const LOOK = 1200; // milliseconds a picture must stand in view to count as looked at
const figures = [...document.querySelectorAll("[data-figure]")];
const boxes = [...document.querySelectorAll("[data-looked]")];
const counter = document.querySelector("[data-seen]");
const keysOn = document.getElementById("keys-on");
const KEYS = "review-keys";

function tell() {
  const words = counter.dataset.words;
  counter.textContent = words
    .replace("{seen}", boxes.filter((box) => box.checked).length)
    .replace("{all}", boxes.length);
  for (const box of boxes) {
    const link = document.querySelector(`.overview a[href="#${box.closest("[data-figure]").id}"]`);
    link?.classList.toggle("done", box.checked);
  }
}

// what somebody has unticked by hand stays so
for (const box of boxes) box.addEventListener("change", () => { box.dataset.hand = "yes"; tell(); });

const waiting = new WeakMap();
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const box = entry.target.closest("[data-figure]").querySelector("[data-looked]");
    const fills = entry.intersectionRect.height > innerHeight * 0.55;
    clearTimeout(waiting.get(entry.target));
    if (!box || box.dataset.hand || !(entry.intersectionRatio > 0.7 || fills)) continue;
    waiting.set(entry.target, setTimeout(() => { box.checked = true; tell(); }, LOOK));
  }
}, { threshold: [0, 0.25, 0.5, 0.71, 1] });
for (const figure of figures) watcher.observe(figure.querySelector(".stage"));
if (boxes.length) tell();

// loops play while they are in view, unless somebody asked for calm
if (!matchMedia("(prefers-reduced-motion: reduce)").matches) {
  const player = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) target.pause();
      else if (!target.dataset.stopped) target.play().catch(() => {});
    }
  }, { threshold: 0.4 });
  for (const video of document.querySelectorAll("video[data-plays]")) {
    player.observe(video);
  }
}

// the browser's own controls would lie over the foot of the picture, where the funder stands: ours are below it
function writeTime(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

for (const bar of document.querySelectorAll("[data-watch]")) {
  const video = bar.closest("[data-figure]").querySelector(".stage video");
  const button = bar.querySelector("[data-play]"), slider = bar.querySelector("input"), time = bar.querySelector("output");
  const show = () => {
    slider.value = video.currentTime;
    time.value = `${writeTime(video.currentTime)} / ${writeTime(Number(slider.max))}`;
    button.textContent = video.paused ? button.dataset.words : button.dataset.stop;
  };
  const toggle = () => {
    if (video.paused) { delete video.dataset.stopped; video.play().catch(() => {}); }
    else { video.dataset.stopped = "yes"; video.pause(); }
  };
  video.controls = false;
  bar.hidden = false;
  button.addEventListener("click", toggle);
  video.addEventListener("click", toggle);
  slider.addEventListener("input", () => { video.dataset.stopped = "yes"; video.pause(); video.currentTime = slider.value; });
  for (const name of ["timeupdate", "play", "pause", "seeked", "loadedmetadata"]) video.addEventListener(name, show);
  show();
}

try { keysOn.checked = localStorage.getItem(KEYS) !== "off"; } catch { /* nothing is kept then */ }
keysOn.addEventListener("change", () => {
  try { localStorage.setItem(KEYS, keysOn.checked ? "on" : "off"); } catch { /* it holds for this page */ }
});

function findCurrent() {
  const focused = document.activeElement?.closest("[data-figure]");
  if (focused) return figures.indexOf(focused);
  const middle = innerHeight / 2;
  return figures.findIndex((figure) => {
    const box = figure.getBoundingClientRect();
    return box.top <= middle && box.bottom >= middle;
  });
}

function go(step) {
  const at = findCurrent();
  const figure = figures[Math.min(figures.length - 1, Math.max(0, at === -1 && step < 0 ? 0 : at + step))];
  if (!figure) return;
  figure.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  figure.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

function compare() {
  const details = figures[findCurrent()]?.querySelector("details.before");
  if (!details) return;
  details.open = !details.open;
  if (details.open) details.querySelector("button[data-mode]")?.focus();
}

const acts = {
  j: () => go(1),
  k: () => go(-1),
  n: () => document.querySelector('[data-key="n"]')?.click(),
  p: () => document.querySelector('[data-key="p"]')?.click(),
  // only what has the focus: never by chance what happens to be in view
  a: () => document.activeElement?.closest("[data-figure]")?.querySelector("[data-approve]:enabled")?.click(),
  c: compare,
  r: () => document.getElementById("why")?.focus(),
  "?": () => { const keys = document.getElementById("keys"); keys.open = !keys.open; keys.querySelector("summary").focus(); },
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (!keysOn.checked || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
