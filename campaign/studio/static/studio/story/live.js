// Live pictures beside the form. In: the inputs as they stand. Out: the real template on each chosen screen, soon after a
// key; what was found is outlined on it, told beside it, and leads to its input.
"use strict";

const SVG = "http://www.w3.org/2000/svg";
const PAUSE = 110; // ms after the last key
const REST = 900; // ms without a key until the rules look at the pictures too

export class Live {
  #looks = new Map();
  #timer = 0;
  #rest = 0;
  #number = Date.now();
  #page = Math.random().toString(36).slice(2);

  constructor(form, saving, desk, { onGo, fill, make }) {
    Object.assign(this, { form, saving, desk, onGo, fill, make });
    this.place = document.getElementById("looks");
    this.language = document.getElementById("look-language");
    this.boxes = [...document.querySelectorAll("#look-screens input")];
    this.found = document.querySelector("[data-found]");
    document.querySelector("[data-tools]").hidden = false;
    const chosen = readChoice();
    if (chosen) for (const box of this.boxes) box.checked = chosen.includes(box.value);
    if (!this.boxes.some((box) => box.checked)) for (const box of this.boxes.slice(0, 3)) box.checked = true;
    for (const box of this.boxes) box.addEventListener("change", () => this.#choose());
    this.language.addEventListener("change", () => this.draw(0));
    this.#choose();
  }

  #choose() {
    const wanted = this.boxes.filter((box) => box.checked).map((box) => box.value);
    try {
      localStorage.setItem("story.screens", JSON.stringify(wanted));
    } catch {
      // then it is asked for again
    }
    for (const [slug, look] of this.#looks) {
      if (wanted.includes(slug)) continue;
      look.abort?.abort();
      look.figure.remove();
      this.#looks.delete(slug);
    }
    for (const channel of this.desk.channels) if (wanted.includes(channel.slug) && !this.#looks.has(channel.slug)) this.#add(channel);
    this.place.append(...this.desk.channels.filter(({ slug }) => this.#looks.has(slug)).map(({ slug }) => this.#looks.get(slug).figure));
    this.#offerLanguages();
    this.draw(0);
  }

  // Those of the shown screens, those of two languages at once too.
  #offerLanguages() {
    const known = new Map();
    for (const { channel } of this.#looks.values()) for (const { code, name } of channel.languages) known.set(code, name);
    const now = this.language.value || this.desk.languages[0].code;
    this.language.replaceChildren(...[...known].map(([code, name]) => new Option(name, code, false, code === now)));
  }

  #add(channel) {
    const image = this.make("img", { alt: "", hidden: true });
    const over = document.createElementNS(SVG, "svg");
    over.setAttribute("class", "outlines");
    over.setAttribute("role", "group");
    over.setAttribute("aria-label", channel.title);
    const glass = this.make("div", { class: "outlined glass" }, image, over);
    glass.style.aspectRatio = `${channel.width} / ${channel.height}`;
    const told = this.make("p", { class: "small soft", textContent: this.desk.words.drawing });
    const caption = this.make("figcaption", {}, this.make("b", { textContent: channel.title }), told);
    const shape = channel.width / channel.height;
    const figure = this.make("figure", { class: `look ${shape < 0.9 ? "tall" : shape > 2.4 ? "flat" : "wide"} waiting` }, glass, caption);
    figure.dataset.screen = channel.slug;
    this.#looks.set(channel.slug, { channel, figure, glass, image, over, told, marks: [] });
  }

  // Soon; what is drawn now is overtaken.
  draw(pause = PAUSE) {
    clearTimeout(this.#timer);
    clearTimeout(this.#rest);
    this.#timer = setTimeout(() => this.#drawAll(false), pause);
    this.#rest = setTimeout(() => this.#drawAll(true), pause + REST);
  }

  #drawAll(checks) {
    const typed = this.saving.read();
    for (const look of this.#looks.values()) this.#draw(look, typed, checks);
  }

  async #draw(look, typed, checks) {
    const codes = look.channel.languages.map(({ code }) => code);
    const language = codes.includes(this.language.value) ? this.language.value : codes[0];
    if (!language) return;
    look.abort?.abort();
    look.abort = new AbortController();
    const body = new FormData();
    for (const [name, text] of typed) body.set(name, text);
    const asked = { screen: look.channel.slug, language, width: Math.round(look.glass.clientWidth * Math.min(devicePixelRatio, 2)) || 480, number: ++this.#number, page: this.#page };
    for (const [name, text] of Object.entries(checks ? { ...asked, checks: "1" } : asked)) body.set(name, text);
    const started = performance.now();
    look.figure.classList.add("drawing");
    try {
      const answer = await fetch(this.desk.look, { method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": this.saving.token }, signal: look.abort.signal });
      if (!answer.ok) return;
      await this.#show(look, await answer.json(), checks, language);
      look.figure.dataset.took = Math.round(performance.now() - started);
    } catch (error) {
      if (error.name !== "AbortError") look.told.textContent = this.desk.words.cannot;
    } finally {
      look.figure.classList.remove("drawing");
    }
  }

  async #show(look, said, checks, language) {
    const { words } = this.desk;
    look.figure.classList.remove("waiting");
    if (said.picture) {
      look.image.src = said.picture;
      look.image.hidden = false;
      look.image.alt = this.fill(words.picture, { screen: look.channel.title, language: look.channel.languages.find(({ code }) => code === language).name });
      await look.image.decode().catch(() => {});
    }
    const lines = [];
    if (said.told) lines.push(said.told);
    else if (!said.picture) lines.push(words.cannot);
    if (said.examples?.length) lines.push(this.fill(words.examples, { fields: said.examples.join(", ") }));
    if (said.cut?.length) lines.push(this.fill(words.cut, { fields: said.cut.join(", ") }));
    look.told.textContent = lines.join(" ");
    look.figure.dataset.drawn = Number(look.figure.dataset.drawn ?? 0) + 1;
    if (checks || said.marks.length) {
      look.marks = said.marks;
      look.checked = look.checked || checks;
    }
    if (checks) look.figure.dataset.checked = Number(look.figure.dataset.checked ?? 0) + 1;
    this.#tell();
  }

  // One list for all pictures: the same finding on three screens is one.
  #tell() {
    const known = new Map();
    for (const look of this.#looks.values()) {
      for (const mark of look.marks) {
        const key = [mark.rule, mark.name, mark.what].join("\n");
        if (!known.has(key)) known.set(key, { ...mark, screens: [] });
        known.get(key).screens.push(look.channel.title);
      }
    }
    const all = [...known.values()].sort((one, other) => (one.severity === "error" ? 0 : 1) - (other.severity === "error" ? 0 : 1));
    all.forEach((mark, index) => (mark.number = index + 1));
    for (const look of this.#looks.values()) this.#outline(look, known);
    this.found.hidden = ![...this.#looks.values()].some((look) => look.checked);
    document.getElementById("found-told").textContent = all.length ? "" : this.desk.words.no_findings;
    document.getElementById("found").replaceChildren(...all.map((mark) => this.#write(mark)));
  }

  #write(mark) {
    const { words } = this.desk;
    const head = this.make("p", {}, this.make("b", { class: `seal-no ${mark.severity}`, textContent: mark.number }), " ", this.make("strong", { textContent: mark.what }));
    const item = this.make("li", { id: `found-${mark.number}`, class: mark.severity, tabIndex: -1 }, head, this.make("p", { class: "small", textContent: `${mark.severity === "error" ? words.error : words.warning}: ${mark.mend}` }), this.make("p", { class: "small soft", textContent: [mark.rule, mark.screens.join(", ")].filter(Boolean).join(" · ") }));
    if (mark.name) {
      const go = this.make("button", { type: "button", class: "plain small", textContent: `${words.go}: ${mark.label || mark.name}` });
      go.addEventListener("click", () => this.onGo(mark.name));
      item.append(go);
    }
    return item;
  }

  #outline(look, known) {
    look.over.replaceChildren(...look.marks.filter(({ box }) => box).map((mark) => {
      const { number } = known.get([mark.rule, mark.name, mark.what].join("\n"));
      const [left, top, width, height] = mark.box.map((part) => `${part}%`);
      const link = svg("a", { class: `outline ${mark.severity}`, href: `#found-${number}`, "aria-label": this.fill(this.desk.words.finding, { number, what: mark.what }) });
      link.append(svg("rect", { class: "halo", x: left, y: top, width, height }), svg("rect", { class: "line", x: left, y: top, width, height }));
      const inner = svg("svg", { x: left, y: top }), group = svg("g", { transform: "translate(14 14)" }), text = svg("text", { y: 5 });
      text.textContent = number;
      group.append(mark.severity === "error" ? svg("rect", { class: "seal", x: -11, y: -11, width: 22, height: 22, rx: 3 }) : svg("circle", { class: "seal", r: 11 }), text);
      inner.append(group);
      link.append(inner);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        if (mark.name) this.onGo(mark.name);
        else document.getElementById(`found-${number}`)?.focus();
      });
      return link;
    }));
  }
}

function svg(kind, attributes) {
  const element = document.createElementNS(SVG, kind);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function readChoice() {
  try {
    return JSON.parse(localStorage.getItem("story.screens"));
  } catch {
    return null;
  }
}
