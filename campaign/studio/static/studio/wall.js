// The screen at its true size: lets its loop run, and fits the last picture to the reader's own display.
// In: spots with their pictures and seconds; a card of 85.6 mm that the reader compares. Out: pictures, sizes.
"use strict";

const KEPT = "px-per-mm";
const CARD = 85.6;
const wall = document.querySelector("[data-wall]");

function play() {
  const spots = [...wall.querySelectorAll("[data-spots] li")];
  const button = wall.querySelector("[data-do=play]");
  if (!button || spots.length < 2) return;
  let at = 0, timer = 0;
  button.closest("[hidden]").hidden = false;
  const show = () => {
    for (const picture of wall.querySelectorAll("[data-picture]")) picture.setAttribute("href", spots[at].dataset.src);
    wall.querySelector("[data-now]").textContent = `${at + 1} / ${spots.length} · ${spots[at].textContent}`;
    new Image().src = spots[(at + 1) % spots.length].dataset.src;
  };
  const plan = () => {
    timer = setTimeout(() => { at = (at + 1) % spots.length; show(); plan(); }, Number(spots[at].dataset.seconds) * 1000);
  };
  button.addEventListener("click", () => {
    const plays = Boolean(timer);
    if (plays) { clearTimeout(timer); timer = 0; } else plan();
    button.textContent = plays ? wall.dataset.play : wall.dataset.pause;
  });
  show();
}

function fit() {
  const box = wall.querySelector("[data-fit]");
  if (!box) return;
  box.hidden = false;
  const slider = box.querySelector("[data-scale]"), card = box.querySelector("[data-card]");
  const mine = wall.querySelector("[data-mine]");
  const size = (perMm) => {
    card.setAttribute("width", `${CARD * perMm}px`);
    mine.setAttribute("width", `${Number(mine.dataset.mm) * perMm}px`);
  };
  const kept = Number(read()) || 96 / 25.4;
  slider.value = CARD * kept;
  size(kept);
  slider.addEventListener("input", () => {
    const perMm = Number(slider.value) / CARD;
    size(perMm);
    try { localStorage.setItem(KEPT, String(perMm)); } catch { /* asked again next time */ }
  });
}

function read() {
  try { return localStorage.getItem(KEPT); } catch { return null; }
}

if (wall) { play(); fit(); }
