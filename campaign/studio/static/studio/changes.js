// Draws before and after piece by piece. In: entries with data-draw. Out: each drawn, two at a time, and moved to its
// place: what differs most stands first. Without this script each entry has a link that draws it.
"use strict";

const AT_ONCE = 2;
const list = document.getElementById("changes");
const status = document.getElementById("drawing");
const waiting = list ? [...list.querySelectorAll("[data-draw]")] : [];
const all = list ? list.children.length : 0;

function tell() {
  if (!status) return;
  const left = list.querySelectorAll("[data-draw]").length;
  const words = left ? status.dataset.words : status.dataset.done;
  const text = words.replace("{done}", all - left).replace("{all}", all);
  if (status.textContent !== text) status.textContent = text;
  const warning = document.querySelector("[data-left]");
  if (warning && !left) warning.textContent = "";
}

// nothing moves away from under somebody who is looking closely
function place(entry) {
  if (entry.contains(document.activeElement) || list.querySelector(".compare:is([data-mode=swipe], [data-mode=blink], [data-mode=marks])")) return;
  const share = Number(entry.dataset.share);
  const after = [...list.children].find((other) => other !== entry && Number(other.dataset.share) > share);
  list.insertBefore(entry, after ?? null);
}

async function draw(entry) {
  entry.classList.add("busy");
  try {
    const answer = await fetch(entry.dataset.draw, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const drawn = page.querySelector(".change-in");
    entry.replaceChildren(document.adoptNode(drawn));
    entry.dataset.share = drawn.dataset.share;
    place(entry);
    entry.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
  } catch { /* the network is gone: its link stays */ } finally {
    entry.classList.remove("busy");
    delete entry.dataset.draw;
    tell();
  }
}

async function work() {
  for (let entry = waiting.shift(); entry; entry = waiting.shift()) await draw(entry);
}

tell();
for (let worker = 0; worker < AT_ONCE; worker += 1) work();
