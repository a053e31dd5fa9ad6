// The loop's clock. In: slider, keys, play. Out: the second that every picture shows; null is the still.
"use strict";
import { fill } from "./page.js";

export class Timeline {
  #slider = document.getElementById("slider");
  #play = document.getElementById("play");
  #moment = document.getElementById("moment");
  #arrives = document.getElementById("arrives");
  #words;
  #frame = 0;
  second = null;
  playing = false;
  seconds = 10;
  fps = 25;

  constructor({ words, onSeek }) {
    this.#words = words;
    this.onSeek = onSeek;
    this.#slider.addEventListener("input", () => this.seek(Number(this.#slider.value)));
    this.#play.addEventListener("click", () => this.toggle());
    document.getElementById("still").addEventListener("click", () => this.rest());
    this.#tell();
  }

  // The longest loop on the wall sets the length.
  stretch({ seconds, fps, arrives }) {
    if (!seconds || (seconds === this.seconds && this.#slider.max === String(seconds) && this.arrives === arrives)) return;
    Object.assign(this, { seconds, fps, arrives });
    this.#slider.max = seconds;
    this.#slider.step = 1 / fps;
    if (this.second === null) this.#slider.value = seconds;
    this.#arrives.style.left = `${(arrives / seconds) * 100}%`;
    this.#tell();
  }

  seek(second, { playing = false } = {}) {
    if (!playing) this.#stop();
    this.second = Math.max(0, Math.min(this.seconds, second));
    this.#slider.value = this.second;
    this.#tell();
    this.onSeek(this.second, playing);
  }

  step(frames) {
    const now = this.second ?? this.seconds;
    this.seek(Math.round(now * this.fps + frames) / this.fps);
  }

  rest() {
    this.#stop();
    this.second = null;
    this.#slider.value = this.seconds;
    this.#tell();
    this.onSeek(null, false);
  }

  toggle() {
    if (this.playing) {
      this.#stop();
      this.seek(this.second);
      return;
    }
    this.playing = true;
    this.#tell();
    const from = this.second === null || this.second >= this.seconds ? 0 : this.second;
    const start = performance.now() - from * 1000;
    const tick = (now) => {
      if (!this.playing) return;
      this.seek(((now - start) / 1000) % this.seconds, { playing: true });
      this.#frame = requestAnimationFrame(tick);
    };
    this.#frame = requestAnimationFrame(tick);
  }

  #stop() {
    this.playing = false;
    cancelAnimationFrame(this.#frame);
  }

  #tell() {
    const words = this.#words;
    this.#play.classList.toggle("playing", this.playing);
    this.#play.setAttribute("aria-label", this.playing ? words.pause : words.play);
    const at = this.second;
    this.#moment.textContent = at === null ? words.still : `${fill(words.second, at.toFixed(2))} · ${fill(words.frame, Math.round(at * this.fps), Math.round(this.seconds * this.fps))}`;
    document.getElementById("still").hidden = at === null;
    this.#slider.setAttribute("aria-valuetext", this.#moment.textContent);
  }
}
