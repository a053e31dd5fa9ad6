// A photo of a draft: handed in, cropped around its focal point on every screen at once. In: the widget. Out: its inputs.
"use strict";
import { Crops, Focus } from "./crops.js";
import { Giver, listen, reads, watch } from "./media.js";

function start(root) {
  const desk = reads(root), shown = root.querySelector("[data-shown]");
  const crops = new Crops(root, desk);
  const isDrawing = (name) => name.toLowerCase().endsWith(".svg");
  let last = null;

  function show(name, facts) {
    if (last === name) return;
    last = name;
    root.querySelector("[data-desk]").hidden = !name;
    if (!name) return shown.removeAttribute("src");
    const source = `${desk.media}${encodeURIComponent(name)}`;
    shown.src = source;
    crops.show(giver.input.name, source, isDrawing(name) ? null : facts);
  }

  const giver = new Giver(root, desk, { onFile: show });
  new Focus(root, desk.words, { onMove: (x, y) => crops.move(x, y) });
  // another person's photo, or one that was taken back
  listen(giver.input, () => setTimeout(() => show(giver.name, null)));
  show(giver.name, desk.known);
}

watch("[data-photo]", start);
