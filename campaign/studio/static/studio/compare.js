// Compares two pictures. In: [data-compare] with an old and a new face. Out: side by side, swiped by a slider, taking
// turns once a second, or with what changed in frames. Without this script all three pictures stand beside each other.
"use strict";

const TURN = 1000; // milliseconds a picture stands: far below three flashes a second
const turns = new WeakMap();

function chooseMode(compare, mode) {
  compare.dataset.mode = mode;
  for (const button of compare.querySelectorAll("button[data-mode]"))
    button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
  const swiper = compare.querySelector(".swiper");
  if (swiper) swiper.hidden = mode !== "swipe";
  clearInterval(turns.get(compare));
  const old = compare.querySelector(".old");
  old.classList.remove("away");
  if (mode === "blink") turns.set(compare, setInterval(() => old.classList.toggle("away"), TURN));
}

function start(compare) {
  if (compare.classList.contains("active")) return;
  compare.classList.add("active");
  compare.querySelector(".compare-bar").hidden = false;
}

for (const compare of document.querySelectorAll("[data-compare]")) start(compare);
document.addEventListener("htmx:load", (event) => {
  for (const compare of event.target.querySelectorAll?.("[data-compare]") ?? []) start(compare);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-mode]");
  if (button) chooseMode(button.closest("[data-compare]"), button.dataset.mode);
});

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-swipe]"))
    event.target.closest("[data-compare]").style.setProperty("--share", `${event.target.value}%`);
});
