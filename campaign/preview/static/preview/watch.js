// Saved files. In: the number of the last change a page knows. Out: a call for every change, also of those it slept through.
"use strict";

export function watch(address, number, { onChange, onLost, onBack }) {
  let source = null, known = number, lost = false;

  function open() {
    if (source) return;
    source = new EventSource(`${address}?since=${known}`);
    source.addEventListener("ready", (event) => {
      if (lost && Number(event.data) < known) known = Number(event.data); // another run: it counts anew
      if (lost) onBack();
      lost = false;
    });
    source.addEventListener("change", (event) => {
      const change = JSON.parse(event.data);
      known = change.number;
      onChange(new Set(change.names));
    });
    source.addEventListener("error", () => {
      lost = true;
      onLost();
    });
  }

  function close() {
    if (source) source.close();
    source = null;
  }

  // A browser gives one site six lines; a page nobody sees keeps none.
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  open();
}

export function concerns(names, template) {
  return [...names].some((name) => name === "*" || name.startsWith("_kit/") || name.startsWith(`${template}/`));
}
