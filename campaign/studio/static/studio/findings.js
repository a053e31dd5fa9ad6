// Findings on the picture. In: outlines over the picture, and the list beside it. Out: each lights up the other; what
// was found at a second of the loop is outlined only near that second.
"use strict";

const NEAR = 0.75; // seconds

const find = (id) => document.getElementById(id);
// a page may show several pictures, each with its own findings
const findFigure = (element) => element.closest("[data-figure]") ?? document;

// the outline and the list's entry that belong together, whichever of the two is touched
function findPair(element) {
  const outline = element.closest(".outline");
  if (outline) return [outline, find(outline.getAttribute("href").slice(1))];
  const entry = element.closest("[data-outline]");
  return entry ? [find(entry.dataset.outline), entry] : [];
}

function light(event, lit) {
  if (!(event.target instanceof Element)) return;
  for (const part of findPair(event.target)) part?.classList.toggle("lit", lit);
}

for (const [name, lit] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]])
  document.addEventListener(name, (event) => light(event, lit));

// from the picture to the list, and back, with the keyboard's focus
document.addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  const link = event.target.closest(".outline, a.seal-no");
  if (!link) return;
  const target = find(link.getAttribute("href").slice(1));
  if (!target) return;
  event.preventDefault();
  if (!link.matches(".outline")) show(true);
  target.classList.remove("away");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  target.focus({ preventScroll: true });
  (target.closest(".stage") ?? target).scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
});

// outlines of a moment come and go with it
function follow(video) {
  for (const outline of findFigure(video).querySelectorAll(".outline")) {
    if (!("at" in outline.dataset)) continue;
    const away = Math.abs(video.currentTime - Number(outline.dataset.at)) > NEAR;
    outline.classList.toggle("away", away && outline !== document.activeElement);
  }
}

for (const name of ["timeupdate", "seeked", "loadedmetadata"])
  document.addEventListener(name, (event) => { if (event.target.closest?.(".stage")) follow(event.target); }, true);

function show(shown) {
  const box = find("outlines-shown");
  if (box) box.checked = shown;
  for (const outlines of document.querySelectorAll(".outlines")) outlines.classList.toggle("hidden", !shown);
}

document.addEventListener("change", (event) => {
  if (event.target.id === "outlines-shown") show(event.target.checked);
});

for (const video of document.querySelectorAll(".stage video")) follow(video);
