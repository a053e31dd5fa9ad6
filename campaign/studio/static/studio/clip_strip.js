// The film as a strip of pictures with the clip's two ends on it. In: pointer and keys. Out: the ends, or the moment, they
// ask for; the clip tells what stands where.
import { fill, write } from "./media.js";

export const STEP = 0.04; // a picture at 25 a second
const ENDS = ["from", "to"];

// Per cent of the strip's width, within it.
export const bound = (part) => Math.min(100, Math.max(0, part));

export class Strip {
  #root; #clip; #onEnd;

  constructor(root, clip, { onEnd }) {
    [this.#root, this.#clip, this.#onEnd] = [root, clip, onEnd];
    for (const name of ENDS) this.#listen(name);
    root.addEventListener("pointerdown", (event) => {
      if (!event.target.closest("[data-grip]") && !event.button) this.#drag(event, (second) => clip.seek(second));
    });
  }

  // What is not of the clip is dimmed; its ends stand where they are and say so.
  draw(words) {
    const { from, to, seconds } = this.#clip, [start, end] = [from, to].map((second) => bound(this.#clip.place(second)));
    Object.assign(this.#find("[data-before]").style, { left: "0%", width: `${start}%` });
    Object.assign(this.#find("[data-after]").style, { left: `${end}%`, width: `${100 - end}%` });
    for (const name of ENDS) {
      const grip = this.#grip(name), second = this.#clip[name];
      grip.style.left = `${bound(this.#clip.place(second))}%`;
      grip.setAttribute("aria-valuemin", "0");
      grip.setAttribute("aria-valuemax", seconds.toFixed(2));
      grip.setAttribute("aria-valuenow", second.toFixed(2));
      grip.setAttribute("aria-valuetext", fill(words[name], { second: write(second) }));
    }
  }

  key(event) {
    const name = event.target.dataset.grip, step = event.shiftKey ? 1 : STEP;
    const moves = { ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step, PageUp: 5, PageDown: -5, Home: -1e6, End: 1e6 };
    if (!(event.key in moves)) return;
    event.preventDefault();
    this.#move(name, this.#clip[name] + moves[event.key]);
  }

  #find(selector) { return this.#root.querySelector(selector); }
  #grip(name) { return this.#find(`[data-grip="${name}"]`); }

  #listen(name) {
    const grip = this.#grip(name);
    grip.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.stopPropagation();
      this.#clip.video.pause();
      this.#drag(event, (second) => this.#move(name, second));
      grip.focus({ preventScroll: true });
    });
  }

  // The film stands at the picture that the end now is.
  #move(name, second) {
    this.#onEnd(name, second);
    this.#clip.seek(name === "to" ? this.#clip.to - STEP : this.#clip.from);
  }

  #drag(event, move) {
    event.preventDefault();
    const strip = this.#root;
    strip.setPointerCapture(event.pointerId);
    const read = (moved) => {
      const box = strip.getBoundingClientRect(), [start, end] = this.#clip.view;
      move(Math.min(this.#clip.seconds, Math.max(0, start + ((moved.clientX - box.left) / box.width) * (end - start))));
    };
    const stop = () => { strip.removeEventListener("pointermove", read); for (const name of ["pointerup", "pointercancel"]) strip.removeEventListener(name, stop); };
    strip.addEventListener("pointermove", read);
    for (const name of ["pointerup", "pointercancel"]) strip.addEventListener(name, stop);
    read(event);
  }
}
