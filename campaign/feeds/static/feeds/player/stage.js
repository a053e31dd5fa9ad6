// The screen. In: items, one ahead of its turn. Out: one of them in front, and the one before it behind until the new
// one has been painted, so that there is never nothing.
"use strict";

const stage = (() => {
  const LATE = 500; // ms into a film from which it starts in its middle
  const BLIND = 700; // ms after which a picture counts as painted, where a browser does not say
  const screen_ = document.getElementById("screen");
  let playing = null; // { item, element, ready, error }
  let coming = null;
  let fail = () => {}; // told of a film that breaks while it plays

  // A layer of the item, loaded behind all others. `ready` fails when the item cannot be shown.
  function prepare(item) {
    const element = document.createElement(item.moves ? "video" : "img");
    if (item.moves) Object.assign(element, { muted: true, playsInline: true, preload: "auto" });
    else Object.assign(element, { alt: item.alt, decoding: "sync" }); // else a browser may paint first, decode later
    element.setAttribute("aria-label", item.alt);
    element.dataset.material = item.material;
    const layer = { item, element, dropped: false };
    layer.ready = load(layer);
    layer.ready.catch(() => {});
    return layer;
  }

  async function load(layer) {
    const { item, element } = layer;
    const source = await files.findSource(item);
    if (layer.dropped) return files.release(source);
    layer.source = source;
    element.src = source;
    screen_.prepend(element);
    if (!item.moves) return element.decode();
    await new Promise((done, refuse) => {
      element.oncanplay = done;
      element.onerror = () => refuse(new Error(`${item.name} does not play`));
    });
    element.onerror = () => fail(layer);
    await painted(element);
  }

  // Until the element's picture has been through the browser's painter.
  function painted(element) {
    const done = new Promise((resolve) => {
      if (element.requestVideoFrameCallback) element.requestVideoFrameCallback(resolve);
      else requestAnimationFrame(() => requestAnimationFrame(resolve));
    });
    return Promise.race([done, line.wait(BLIND)]);
  }

  // The decoder of a film is given back at once: browsers hold few of them, and collect them late.
  function drop(layer) {
    if (!layer || layer.dropped) return;
    layer.dropped = true;
    const { element } = layer;
    element.onerror = element.oncanplay = null;
    element.remove();
    if (layer.item.moves) {
      element.pause();
      element.removeAttribute("src");
      element.load();
    }
    if (layer.source) files.release(layer.source);
  }

  // The layer of the item whose turn begins: it goes on, was expected, or is made now.
  function take(item) {
    if (playing?.item.name === item.name) return playing;
    if (coming?.item.name !== item.name) expect(item);
    return coming;
  }

  // Get the next item ready. A film that follows itself goes round by itself.
  function expect(item) {
    if (playing?.item.moves) playing.element.loop = playing.item.name === item?.name;
    if (coming?.item.name === item?.name) return;
    drop(coming);
    coming = item && item.name !== playing?.item.name ? prepare(item) : null;
  }

  // `into`: how many ms ago the turn began.
  function show(layer, into = 0) {
    if (layer === playing) return;
    const before = playing;
    playing = layer;
    if (layer === coming) coming = null;
    if (layer) {
      layer.element.classList.add("front");
      if (layer.item.moves) start(layer.element, into / 1000);
    }
    before?.element.classList.remove("front");
    if (before) cover(layer).then(() => drop(before));
  }

  function start(element, seconds) {
    if (seconds * 1000 > LATE && element.duration) element.currentTime = seconds % element.duration;
    element.play().catch(() => {});
  }

  async function cover(layer) {
    if (!layer) return;
    await painted(layer.element);
    await line.wait(100);
  }

  // Take away what may no longer be shown.
  function leave(isGone) {
    if (coming && isGone(coming.item)) expect(null);
  }

  return {
    take, expect, show, leave,
    playing: () => playing,
    discard: (layer) => {
      if (layer === coming) coming = null;
      if (layer === playing) playing = null;
      drop(layer);
    },
    onFail: (told) => (fail = told),
  };
})();
