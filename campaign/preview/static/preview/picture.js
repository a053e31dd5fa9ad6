// One picture on the wall. In: a screen and a language. Out: the still, any frame of its loop, the live page, what lies over.
"use strict";
import { make } from "./page.js";
import { measureDistance } from "./queue.js";

const SVG = "http://www.w3.org/2000/svg";
const SOME = 32;
const COARSE = 6; // every so manieth frame comes first, so that the slider has something to show at once

export class Picture {
  film = new Map();
  filmKey = "";
  look = null;
  second = null;
  playing = false;

  constructor(bench, screen, language, { large = false } = {}) {
    Object.assign(this, { bench, screen, language, large });
    this.image = make("img", { alt: "" });
    this.canvas = make("canvas", { hidden: true });
    this.over = document.createElementNS(SVG, "svg");
    this.over.setAttribute("viewBox", `0 0 ${screen.width} ${screen.height}`);
    this.glass = make("div", { class: "glass" }, this.image, this.canvas, this.over, make("span", { class: "veil" }));
    this.glass.style.aspectRatio = `${screen.width} / ${screen.height}`;
    this.took = make("span", { class: "took" });
    this.badge = make("button", { class: "badge", type: "button", hidden: true });
    this.caption = make("figcaption", {}, make("span", { textContent: language.name }), this.took, this.badge);
    this.figure = make("figure", { class: "shot waiting", tabIndex: 0 }, this.glass, this.caption);
    this.figure.dataset.screen = screen.id;
    this.figure.dataset.language = language.id;
  }

  get id() {
    return `${this.screen.id} ${this.language.id}`;
  }

  rank() {
    return measureDistance(this.figure) - (this.large ? 1e6 : 0);
  }

  get width() {
    return Math.round(this.glass.clientWidth * devicePixelRatio);
  }

  query(more = {}) {
    return new URLSearchParams({
      content: this.bench.content, screen: this.screen.id, language: this.language.id, width: this.exact ? 0 : this.width, ...more,
    });
  }

  // Called by the queue.
  async work(signal) {
    this.figure.classList.add("waiting");
    const answer = await fetch(`${this.bench.addresses.look}?${this.query()}`, { signal });
    const look = await answer.json();
    if (look.broken) {
      this.figure.classList.remove("waiting");
      return;
    }
    if (look.picture) {
      const next = new Image();
      next.src = look.picture;
      await next.decode();
      if (signal.aborted) return;
      this.image.src = look.picture;
    }
    this.show(look);
  }

  show(look) {
    if (look.picture !== this.look?.picture) {
      this.film.clear();
      this.filmKey = "";
    }
    this.look = look;
    this.figure.classList.remove("waiting");
    this.figure.classList.toggle("broken", !look.picture);
    this.figure.classList.toggle("faulty", look.faults.length > 0);
    this.took.textContent = look.took === undefined ? "" : `${look.took} ms`;
    this.badge.hidden = !look.faults.length;
    this.badge.textContent = look.faults.length;
    this.badge.title = look.faults.map((fault) => fault.message).join("\n");
    this.drawLayers();
    if (this.frame) this.loadLive();
    this.seek(this.second, this.playing);
    this.bench.onLook(this);
  }

  // null is the still
  seek(second, playing = false) {
    this.second = second;
    this.playing = playing;
    if (this.frame) return this.seekLive();
    if (second === null || !this.look?.picture) {
      this.canvas.hidden = true;
      return undefined;
    }
    if (!this.filmKey) this.bench.wantFilm(this);
    return this.paint();
  }

  findFrame(second) {
    return Math.max(0, Math.min(Math.round(second * this.look.fps), this.look.drawn - 1));
  }

  paint() {
    if (this.second === null || !this.film.size) return;
    const wanted = this.findFrame(this.second);
    let best = null;
    for (const number of this.film.keys()) if (best === null || Math.abs(number - wanted) < Math.abs(best - wanted)) best = number;
    const bitmap = this.film.get(best);
    if (this.canvas.width !== bitmap.width || this.canvas.height !== bitmap.height) Object.assign(this.canvas, { width: bitmap.width, height: bitmap.height });
    this.canvas.getContext("2d").drawImage(bitmap, 0, 0);
    this.canvas.dataset.frame = best;
    this.canvas.hidden = false;
  }

  // The frames in a few helpings; each is the engine's own. Called by the queue.
  async loadFilm(signal) {
    const { picture, drawn } = this.look;
    this.filmKey = picture;
    for (const frames of portion(drawn, this.findFrame(this.second ?? 0))) {
      const answer = await fetch(`${this.bench.addresses.film}?${this.query({ frames: frames.join(","), width: this.width })}`, { signal });
      if (!answer.ok || this.look.picture !== picture) return;
      const bytes = await answer.arrayBuffer();
      for (const [index, blob] of cut(bytes).entries()) this.film.set(frames[index], await createImageBitmap(blob));
      this.paint();
    }
  }

  // The page in the browser's own drawing. It runs no script; its clock is set from here.
  setLive(on) {
    if (on === Boolean(this.frame)) return;
    if (on) {
      this.frame = make("iframe", { title: `${this.screen.name} · ${this.language.name}`, tabIndex: -1 });
      this.frame.setAttribute("sandbox", "allow-same-origin");
      Object.assign(this.frame, { width: this.screen.width, height: this.screen.height });
      this.frame.addEventListener("load", () => this.seekLive());
      this.glass.insertBefore(this.frame, this.over);
      this.canvas.hidden = true;
      this.fitFrame();
      this.loadLive();
    } else {
      this.frame.remove();
      this.frame = null;
      this.seek(this.second, this.playing);
    }
  }

  loadLive() {
    this.frame.src = `${this.bench.addresses.live}?${this.query()}`;
  }

  fitFrame() {
    if (this.frame) this.frame.style.transform = `scale(${this.glass.clientWidth / this.screen.width})`;
  }

  seekLive() {
    const page = this.frame?.contentDocument;
    if (!page || !page.body) return;
    const second = this.second ?? (this.look?.seconds || 1e4);
    for (const motion of page.getAnimations()) {
      if (this.playing && motion.playState === "running" && Math.abs(motion.currentTime - second * 1000) < 120) continue;
      motion.pause();
      motion.currentTime = second * 1000;
      if (this.playing) motion.play();
    }
  }

  drawLayers() {
    const { layers } = this.bench;
    const { look, over } = this;
    over.replaceChildren();
    if (!look || !look.boxes) return;
    const pixel = this.screen.width / Math.max(1, this.glass.clientWidth);
    const draw = (name, attributes, text) => {
      const shape = document.createElementNS(SVG, name);
      for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
      if (text !== undefined) shape.textContent = text;
      over.append(shape);
      return shape;
    };
    const label = (kind, left, top, text) => draw("text", { class: kind, x: left, y: top, "font-size": (this.large ? 13 : 9.5) * pixel, "stroke-width": 2.5 * pixel }, text);
    const labels = [];
    if (layers.has("findings")) {
      for (const { box, severity } of [...look.faults].reverse()) { // what is graver lies above
        if (!box) continue;
        const [x, y, width, height] = box;
        draw("rect", { class: "found halo", x, y, width, height, "stroke-width": 4 * pixel });
        const dashes = severity === "warning" ? { "stroke-dasharray": `${6 * pixel} ${4 * pixel}` } : {};
        draw("rect", { class: `found ${severity}`, x, y, width, height, "stroke-width": 2 * pixel, ...dashes });
      }
    }
    if (layers.has("safe")) {
      const { safe } = look;
      draw("path", { class: "unsafe", "fill-rule": "evenodd", d: `M0 0H${look.width}V${look.height}H0ZM${safe} ${safe}V${look.height - safe}H${look.width - safe}V${safe}Z` });
      draw("rect", { class: "safe", x: safe, y: safe, width: look.width - 2 * safe, height: look.height - 2 * safe, "stroke-width": pixel });
    }
    for (const [name, [left, top, width, height]] of Object.entries(look.boxes)) {
      const isSlot = name.endsWith("-slot"), size = look.sizes[name];
      const least = layers.has("texts") && size && size <= look.least * 1.02;
      const words = [];
      if (layers.has("boxes") && name !== "root" && name !== "stage") {
        draw("rect", { class: isSlot ? "box slot" : "box", x: left, y: top, width, height, "stroke-width": pixel });
        if (!isSlot && width > 26 * pixel && height > 8 * pixel) words.push(name);
      }
      if (layers.has("texts") && size) {
        draw("rect", { class: least ? "text least" : "text", x: left, y: top, width, height, "stroke-width": pixel });
        words.push(`${Math.round(size)} px`);
      }
      if (words.length) labels.push(() => label(least ? "name least" : "name", left + 2 * pixel, Math.max(8.5, (top - 2) / pixel) * pixel, words.join(" ")));
    }
    for (const write of labels) write(); // above every line
    if (layers.has("texts")) {
      const foot = look.height - look.safe;
      draw("rect", { class: "ruler", x: look.safe, y: foot - look.least * 1.25, width: look.least * 3.4, height: look.least * 1.25 });
      draw("text", { class: "ruler-text", x: look.safe + look.least * 0.25, y: foot - look.least * 0.3, "font-size": look.least }, `Аа ${Math.round(look.least)}`);
    }
  }

  // A finding's place: its box, or all of the picture.
  point(box) {
    const [left, top, width, height] = box ?? [0, 0, this.screen.width, this.screen.height];
    this.figure.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    this.over.querySelector(".pointed")?.remove();
    const ring = document.createElementNS(SVG, "rect");
    const pixel = this.screen.width / Math.max(1, this.glass.clientWidth);
    for (const [key, value] of Object.entries({ class: "pointed", x: left, y: top, width, height, "stroke-width": 3 * pixel })) ring.setAttribute(key, value);
    this.over.append(ring);
    this.figure.focus({ preventScroll: true });
    setTimeout(() => ring.remove(), 6000);
  }
}

function portion(drawn, first) {
  // of a film, which moves throughout, only some
  if (drawn > 100) {
    const some = [...Array(SOME).keys()].map((part) => Math.round((part * (drawn - 1)) / (SOME - 1)));
    return [0, 1, 2, 3].map((turn) => some.filter((_, index) => index % 4 === turn));
  }
  const all = [...Array(drawn).keys()];
  const coarse = all.filter((number) => number % COARSE === 0 || number === drawn - 1 || number === first);
  const rest = all.filter((number) => !coarse.includes(number));
  const half = Math.ceil(rest.length / 2);
  return [coarse, rest.slice(0, half), rest.slice(half)].filter((frames) => frames.length);
}

function cut(bytes) {
  const view = new DataView(bytes), blobs = [];
  for (let at = 0; at < bytes.byteLength; ) {
    const length = view.getUint32(at);
    blobs.push(new Blob([bytes.slice(at + 4, at + 4 + length)], { type: "image/jpeg" }));
    at += 4 + length;
  }
  return blobs;
}
