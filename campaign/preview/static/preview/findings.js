// All that is wrong, each thing once. In: faults of the folder and of every picture. Out: a list; a click goes to the place.
"use strict";
import { make } from "./page.js";

export class Findings {
  #list = document.getElementById("finding-list");
  #count = document.getElementById("count");
  #sources = new Map();
  #bench;
  #due = false;

  constructor(bench) {
    this.#bench = bench;
  }

  // `source` is a picture, or null for the folder itself.
  put(source, faults) {
    if (faults.length) this.#sources.set(source, faults);
    else this.#sources.delete(source);
    if (this.#due) return;
    this.#due = true;
    requestAnimationFrame(() => {
      this.#due = false;
      this.#show();
    });
  }

  forget(source) {
    this.put(source, []);
  }

  #gather() {
    const found = new Map();
    for (const [source, faults] of this.#sources) {
      for (const fault of faults) {
        // the same text too long on five screens is one finding in five places
        const key = [fault.rule, fault.kind, fault.field, fault.file, fault.line].join("\n");
        if (!found.has(key)) found.set(key, { fault, places: [] });
        const { places } = found.get(key);
        // one chip a picture, though two texts of it may have the fault
        if (source && !places.some((place) => place.picture === source)) places.push({ picture: source, fault });
      }
    }
    const rank = ({ fault }) => (fault.file ? 0 : fault.severity === "warning" ? 2 : 1);
    return [...found.values()].sort((one, other) => rank(one) - rank(other));
  }

  #show() {
    const found = this.#gather();
    this.#count.hidden = !found.length;
    this.#count.textContent = found.length;
    document.getElementById("no-findings").hidden = found.length > 0;
    this.#list.replaceChildren(...found.map((entry) => this.#write(entry)));
  }

  #write({ fault, places }) {
    const head = make("p", { class: "finding-words" }, this.#nameField(fault), fault.field ? " " : null, fault.message);
    const item = make("li", { class: `finding ${fault.severity}` }, head);
    if (fault.measures) item.append(make("p", { class: "small measures", textContent: `${fault.rule} · ${fault.measures}` }));
    if (fault.hint) item.append(make("p", { class: "soft small", textContent: fault.hint }));
    if (fault.file) item.append(this.#writeFile(fault));
    if (places.length) {
      item.append(make("div", { class: "chips" }, ...places.map(({ picture, fault: own }) => {
        const chip = make("button", { type: "button", class: "chip", textContent: `${picture.screen.name} · ${picture.language.id}`, title: own.message });
        chip.addEventListener("click", () => {
          head.lastChild.textContent = own.message;
          picture.point(own.box);
        });
        return chip;
      })));
      head.addEventListener("click", () => places[0].picture.point(places[0].fault.box));
      head.classList.add("goes");
    }
    return item;
  }

  // The field's name leads to its input.
  #nameField({ field }) {
    if (!field) return null;
    if (!this.#bench.form.has(field)) return make("code", { textContent: field });
    const button = make("button", { type: "button", class: "to-field", textContent: field });
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      this.#bench.showField(field);
    });
    return button;
  }

  #writeFile(fault) {
    const place = fault.line ? `${fault.file}:${fault.line}` : fault.file;
    const button = make("button", { type: "button", class: "file", textContent: place });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(place);
      button.textContent = this.#bench.words.copied;
      setTimeout(() => (button.textContent = place), 1200);
    });
    if (!fault.source.length) return button;
    const lines = fault.source.map(([number, text]) => make("span", { class: number === fault.line ? "line here" : "line" }, make("i", { textContent: number }), text || " "));
    return make("div", {}, button, make("pre", { class: "source" }, ...lines));
  }
}
