// Work in the order in which it is looked at. In: items with rank() and work(signal). Out: a few at a time, nearest first.
"use strict";

export class Queue {
  #limit;
  #waiting = new Set();
  #running = new Map();

  constructor(limit) {
    this.#limit = limit;
  }

  // What is wanted again starts anew: what was under way is of yesterday.
  want(item) {
    this.#running.get(item)?.abort();
    this.#waiting.add(item);
    queueMicrotask(() => this.#pump());
  }

  drop(item) {
    this.#waiting.delete(item);
    this.#running.get(item)?.abort();
  }

  get idle() {
    return this.#waiting.size + this.#running.size === 0;
  }

  #pump() {
    while (this.#running.size < this.#limit && this.#waiting.size) {
      const ranked = [...this.#waiting].filter((item) => !this.#running.has(item)).map((item) => [item.rank(), item]);
      if (!ranked.length) return;
      const [, item] = ranked.reduce((best, other) => (other[0] < best[0] ? other : best));
      this.#waiting.delete(item);
      this.#start(item);
    }
  }

  async #start(item) {
    const abort = new AbortController();
    this.#running.set(item, abort);
    item.figure?.classList.add("drawing");
    try {
      await item.work(abort.signal);
    } catch (error) {
      if (error.name !== "AbortError") console.warn(error);
    } finally {
      this.#running.delete(item);
      item.figure?.classList.remove("drawing");
      this.#pump();
    }
  }
}

// How far an element is from the middle of the window: 0 when it is there.
export function measureDistance(element) {
  const box = element.getBoundingClientRect();
  const middle = innerHeight / 2;
  return Math.abs((box.top + box.bottom) / 2 - middle) + (box.bottom < 0 || box.top > innerHeight ? 1e5 : 0);
}
