// The page of players: copies addresses; keeps the map up to date while the page is seen and its tick is set.
// In: buttons with data-copy, a part with data-fleet. Out: the part as the server has it now, where one stood in it.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent);
  } catch {
    // without HTTPS the clipboard is closed: mark the words, so that the keyboard copies them
    const marked = document.createRange();
    marked.selectNodeContents(source);
    getSelection().removeAllRanges();
    getSelection().addRange(marked);
    if (!document.execCommand("copy")) return;
  }
  const told = document.querySelector("[data-copied]");
  if (told) told.textContent = button.dataset.said;
  const words = button.firstChild.textContent;
  button.firstChild.textContent = button.dataset.said;
  setTimeout(() => { button.firstChild.textContent = words; }, 2000);
}

const EVERY = 20000;
let wanted = true;

function prepare() {
  const tick = document.querySelector("[data-live]");
  if (!tick) return;
  tick.closest(".live-tick").hidden = false;
  tick.checked = wanted;
  tick.addEventListener("change", () => { wanted = tick.checked; });
}

async function renew() {
  const part = document.querySelector("[data-fleet]");
  if (!part || !wanted || document.hidden || part.contains(document.activeElement)) return;
  try {
    const answer = await fetch(location.href, { headers: { "X-Part": "players" }, redirect: "error" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-fleet]");
    if (fresh) part.replaceWith(fresh);
    prepare();
  } catch {
    // away for a moment: what stands here says of when it is
  }
}

prepare();
if (document.querySelector("[data-fleet]")) setInterval(renew, EVERY);
