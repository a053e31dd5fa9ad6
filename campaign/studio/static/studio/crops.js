// What screens show of a photo or film. In: the picture, its focal point. Out: the point moved, each window beside it.
"use strict";
import { ask, fill, listen, put, write } from "./media.js";

// The focal point over a picture: by pointer, arrow keys, or two numbers. `onMove(x, y)` in per cent.
export class Focus {
  #root; #words; #plain; #dot; #shown;

  constructor(root, words, { onMove }) {
    [this.#root, this.#words, this.onMove] = [root, words, onMove];
    const box = root.querySelector("[data-focus-plain]");
    if (!box) return;
    this.#plain = box.querySelector("input");
    box.classList.add("scripted");
    this.#root.querySelector("[data-focus-numbers]").hidden = false;
    this.#dot = root.querySelector("[data-dot]");
    this.#shown = root.querySelector("[data-shown]");
    this.#dot.hidden = false;
    const pick = root.querySelector("[data-pick]");
    pick.addEventListener("pointerdown", (event) => this.#press(event, pick));
    this.#dot.addEventListener("keydown", (event) => this.#key(event));
    for (const side of ["x", "y"]) root.querySelector(`[data-focus-${side}]`).addEventListener("input", (event) => { event.stopPropagation(); this.#type(); });
    root.querySelector("[data-focus-middle]").addEventListener("click", () => this.set(50, 50));
    listen(this.#plain, () => this.show());
    this.show();
  }

  get at() {
    const found = (this.#plain?.value ?? "").trim().split(/[\s;]+/).map((part) => Number(part.replace(",", ".")));
    return found.length === 2 && found.every((part) => part >= 0 && part <= 100) ? found : [50, 50];
  }

  set(x, y) {
    const [left, top] = [x, y].map((part) => Math.round(Math.min(100, Math.max(0, part))));
    put(this.#plain, `${left} ${top}`);
    this.show();
  }

  show() {
    if (!this.#plain) return;
    const [x, y] = this.at;
    Object.assign(this.#dot.style, { left: `${x}%`, top: `${y}%` });
    this.#dot.setAttribute("aria-label", fill(this.#words.focus, { x, y }));
    for (const [side, value] of [["x", x], ["y", y]]) {
      const input = this.#root.querySelector(`[data-focus-${side}]`);
      if (document.activeElement !== input) input.value = value;
    }
    this.onMove(x, y);
  }

  #press(event, pick) {
    if (event.button) return;
    event.preventDefault();
    this.#dot.focus({ preventScroll: true });
    pick.setPointerCapture(event.pointerId);
    const move = (moved) => {
      const box = this.#shown.getBoundingClientRect();
      this.set(((moved.clientX - box.left) / box.width) * 100, ((moved.clientY - box.top) / box.height) * 100);
    };
    const end = () => {
      pick.removeEventListener("pointermove", move);
      for (const name of ["pointerup", "pointercancel"]) pick.removeEventListener(name, end);
    };
    pick.addEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) pick.addEventListener(name, end);
    move(event);
  }

  #key(event) {
    const step = event.shiftKey ? 10 : 1;
    const [left, top] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [];
    if (left === undefined) return;
    event.preventDefault();
    const [x, y] = this.at;
    this.set(x + left, y + top);
  }

  #type() {
    const [x, y] = ["x", "y"].map((side) => this.#root.querySelector(`[data-focus-${side}]`).valueAsNumber);
    if ([x, y].every((part) => part >= 0 && part <= 100)) this.set(x, y);
  }
}

// The windows in which screens show a picture. `source` is an address, `size` its own pixels, or none.
export class Crops {
  #root; #desk; #found = []; #asked = ""; #source = ""; #size = null;

  constructor(root, desk) { [this.#root, this.#desk] = [root, desk]; }

  async show(name, source, size) {
    [this.#source, this.#size] = [source, size];
    if (this.#asked !== name) {
      this.#asked = name;
      try {
        this.#found = (await ask(`${this.#desk.crops}?name=${encodeURIComponent(name)}`, this.#desk.words)).crops;
      } catch {
        this.#asked = "";
        return;
      }
    }
    this.#draw();
  }

  move(x, y) {
    for (const image of this.#root.querySelectorAll("[data-crops] img")) image.style.objectPosition = `${x}% ${y}%`;
    this.at = [x, y];
  }

  #draw() {
    const { words } = this.#desk, list = this.#root.querySelector("[data-crops]");
    this.#root.querySelector("[data-crops-part]").hidden = !this.#found.length || !this.#source;
    list.replaceChildren(...this.#found.map((crop) => {
      const item = document.createElement("li"), image = document.createElement("img"), title = document.createElement("p"), where = document.createElement("p");
      image.src = this.#source;
      image.alt = fill(words.crop, { shape: crop.shape });
      image.style.aspectRatio = `${crop.width} / ${crop.height}`;
      title.className = "crop-title";
      title.textContent = crop.shape;
      where.className = "soft small";
      where.textContent = crop.channels;
      item.append(image, title, where);
      const times = this.#size?.width ? Math.max(crop.width / this.#size.width, crop.height / this.#size.height) : 0;
      if (times > 1.25) {
        const soft = document.createElement("p");
        soft.className = "small crop-soft";
        soft.textContent = fill(words.soft, { times: write(times, 1), width: crop.width, height: crop.height });
        item.append(soft);
      }
      item.classList.toggle("wide", crop.width / crop.height > 3);
      return item;
    }));
    if (this.at) this.move(...this.at);
  }
}
