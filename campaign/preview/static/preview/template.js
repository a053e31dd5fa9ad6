// One template on every screen: the wall of pictures, its form, its findings, its clock.
"use strict";
import { Findings } from "./findings.js";
import { ValuesForm } from "./form.js";
import { listenForHelp, fill, make, tellStatus } from "./page.js";
import { Picture } from "./picture.js";
import { Queue } from "./queue.js";
import { Timeline } from "./timeline.js";
import { concerns, watch } from "./watch.js";

const AREA = 62000; // CSS pixels of a picture at size 1
const WIDEST = { least: 150, most: 1080 };
const KEPT = "preview.shown";

class Bench {
  settings = JSON.parse(document.getElementById("settings").textContent);
  addresses = document.querySelector(".bench").dataset;
  content = "typical";
  pictures = new Map();
  stills = new Queue(3);
  films = new Queue(2);
  layers = new Set();
  started = 0;

  constructor() {
    const { words, screens, languages } = this.settings;
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
    this.name = this.settings.name;
    this.words = words;
    this.screens = new Set(kept.screens ?? screens.filter((screen) => screen.standard).map((screen) => screen.id));
    this.languages = new Set(kept.languages ?? languages.map((language) => language.id));
    this.layers = new Set(kept.layers ?? ["findings"]);
    this.wall = document.getElementById("wall");
    this.zoom = document.getElementById("zoom");
    this.zoom.value = kept.zoom ?? 1;
    this.findings = new Findings(this);
    this.form = new ValuesForm(this, { onContent: (content) => this.showContent(content) });
    this.timeline = new Timeline({ words, onSeek: (second, playing) => this.seek(second, playing) });
    this.large = new Large(this);
    this.listen();
    this.offerChoices();
    this.build();
    this.takeState(this.settings);
    if (this.form.isMade) this.form.restore().then((restored) => restored || this.form.send({ keep: false }));
  }

  shownLanguages() {
    return this.settings.languages.filter(({ id }) => this.languages.has(id)).map(({ id }) => id);
  }

  formLanguages() {
    return this.settings.languages.filter(({ id }) => this.languages.has(id)).flatMap(({ parts }) => parts);
  }

  // The wall: a row a format, a picture a language.
  build() {
    const old = new Map(this.pictures);
    this.pictures.clear();
    const rows = this.settings.screens.filter(({ id }) => this.screens.has(id)).map((screen) => {
      const shots = make("div", { class: "shots" });
      for (const language of this.settings.languages.filter(({ id }) => this.languages.has(id))) {
        const key = `${screen.id} ${language.id}`;
        const known = old.get(key);
        const picture = known && known.screen.width === screen.width && known.screen.height === screen.height ? known : new Picture(this, screen, language);
        this.pictures.set(key, picture);
        shots.append(picture.figure);
      }
      const head = make("h2", {}, screen.name, make("span", { class: "soft", textContent: `${screen.width} × ${screen.height} · ${screen.panel}` }));
      return make("section", { class: "format" }, head, shots);
    });
    this.wall.replaceChildren(...rows);
    for (const [key, picture] of old) if (this.pictures.get(key) !== picture) this.leave(picture);
    this.form.showLanguages(new Set(this.formLanguages()));
    this.resize();
    for (const picture of this.pictures.values()) if (!picture.look) this.stills.want(picture);
  }

  leave(picture) {
    this.stills.drop(picture);
    this.findings.forget(picture);
  }

  resize() {
    for (const { screen, figure } of this.pictures.values()) {
      const natural = Math.sqrt(AREA * (screen.width / screen.height)) * Number(this.zoom.value);
      figure.style.width = `${Math.round(Math.max(WIDEST.least, Math.min(WIDEST.most * Number(this.zoom.value), natural)))}px`;
    }
    for (const picture of this.all()) {
      picture.fitFrame();
      picture.drawLayers();
    }
  }

  all() {
    return [...this.pictures.values(), ...(this.large.picture ? [this.large.picture] : [])];
  }

  drawAll() {
    for (const picture of this.all()) {
      picture.figure.classList.add("waiting");
      this.stills.want(picture);
    }
  }

  showContent(content) {
    const chosen = document.querySelectorAll("[data-content]");
    for (const button of chosen) button.setAttribute("aria-pressed", String(button.dataset.content === content));
    const evils = document.getElementById("evils");
    evils.value = [...evils.options].some((option) => option.value === content) ? content : "";
    if (content === this.content) return;
    this.content = content;
    this.drawAll();
  }

  async fillWith(content) {
    this.showContent(content);
    await this.form.fillWith(content);
  }

  // After every picture that was drawn.
  onLook(picture) {
    if (picture.large) return;
    this.findings.put(picture, picture.look.faults);
    const looks = [...this.pictures.values()].map(({ look }) => look).filter((look) => look?.seconds);
    const longest = looks.reduce((best, look) => (look.seconds > (best?.seconds ?? 0) ? look : best), null);
    if (longest) this.timeline.stretch(longest);
    if (this.started) {
      this.first ??= performance.now();
      const spent = (this.first - this.started) / 1000;
      tellStatus(fill(this.words.saved, spent.toFixed(2)));
      document.body.dataset.drawnAfter = spent.toFixed(3);
    }
  }

  showField(path) {
    showTab("values");
    this.form.focus(path);
  }

  wantFilm(picture) {
    this.films.want((picture.filmItem ??= { rank: () => picture.rank(), work: (signal) => picture.loadFilm(signal) }));
  }

  seek(second, playing) {
    for (const picture of this.all()) {
      if (isNear(picture.figure)) picture.seek(second, playing);
      else picture.second = second;
    }
  }

  async onSaved(names) {
    if (!concerns(names, this.name)) return;
    this.started = performance.now();
    this.first = null;
    this.drawAll();
    this.takeState(await (await fetch(this.addresses.state)).json());
  }

  // What the folder is now like.
  takeState(state) {
    this.findings.put(null, state.faults);
    const note = document.getElementById("broken");
    note.hidden = Boolean(state.digest);
    note.replaceChildren(make("strong", { textContent: this.words.broken }), ...state.faults.slice(0, 3).map((fault) => make("p", { textContent: `${fault.file}${fault.line ? `:${fault.line}` : ""}  ${fault.message}` })));
    this.wall.classList.toggle("stale", !state.digest);
    if (!state.digest) return;
    const fresh = JSON.stringify(state.screens) !== JSON.stringify(this.settings.screens);
    document.getElementById("title").textContent = state.title;
    document.getElementById("help").textContent = state.help;
    const changed = !this.form.isMade || (this.fields !== undefined && this.fields !== state.fields);
    this.fields = state.fields;
    Object.assign(this.settings, { screens: state.screens, languages: state.languages });
    if (fresh) {
      for (const screen of state.screens) if (screen.standard) this.screens.add(screen.id);
      this.offerChoices();
      this.build();
    }
    if (!changed) return;
    if (this.content.startsWith("draft-")) this.form.send({ redraw: true });
    else this.form.fillWith(this.content);
  }

  offerChoices() {
    const offer = (place, entries, chosen) => {
      const field = document.getElementById(place);
      for (const old of field.querySelectorAll("button")) old.remove();
      for (const entry of entries) {
        const button = make("button", { type: "button", class: entry.standard === false ? "choice channel" : "choice", textContent: entry.name, "aria-pressed": String(chosen.has(entry.id)) });
        button.dataset.id = entry.id;
        button.addEventListener("click", (event) => this.choose(chosen, entry.id, field, event.altKey));
        field.append(button);
      }
    };
    offer("screens", this.settings.screens, this.screens);
    offer("languages", this.settings.languages, this.languages);
  }

  // With Alt: this one alone.
  choose(chosen, id, field, alone) {
    if (alone) chosen.clear();
    if (chosen.has(id)) chosen.delete(id);
    else chosen.add(id);
    for (const button of field.querySelectorAll("button")) button.setAttribute("aria-pressed", String(chosen.has(button.dataset.id)));
    this.keep();
    this.build();
    this.form.send({ keep: this.content.startsWith("draft-") });
  }

  toggleLayer(layer) {
    if (this.layers.has(layer)) this.layers.delete(layer);
    else this.layers.add(layer);
    this.keep();
    this.showLayers();
  }

  showLayers() {
    for (const button of document.querySelectorAll("[data-layer]")) button.setAttribute("aria-pressed", String(this.layers.has(button.dataset.layer)));
    this.goLive();
    for (const picture of this.all()) picture.drawLayers();
  }

  // Only what is near the window is a page of its own: each costs the browser as much as a tab.
  goLive() {
    for (const picture of this.all()) picture.setLive(this.layers.has("live") && isNear(picture.figure));
  }

  keep() {
    const kept = { screens: [...this.screens], languages: [...this.languages], layers: [...this.layers], zoom: this.zoom.value };
    localStorage.setItem(KEPT, JSON.stringify(kept));
  }

  listen() {
    for (const button of document.querySelectorAll("[data-content]")) button.addEventListener("click", () => this.fillWith(button.dataset.content));
    document.getElementById("evils").addEventListener("change", (event) => event.target.value && this.fillWith(event.target.value));
    for (const button of document.querySelectorAll("[data-layer]")) button.addEventListener("click", () => this.toggleLayer(button.dataset.layer));
    document.getElementById("jump").addEventListener("change", (event) => (location.href = event.target.value));
    this.zoom.addEventListener("input", () => this.resize());
    this.zoom.addEventListener("change", () => {
      this.keep();
      this.drawAll();
    });
    this.wall.addEventListener("click", (event) => this.onClick(event));
    addEventListener("resize", () => this.resize());
    addEventListener("scroll", () => {
      clearTimeout(this.scrolled);
      this.scrolled = setTimeout(() => {
        this.goLive();
        if (this.timeline.second !== null) this.seek(this.timeline.second, this.timeline.playing);
      }, 120);
    }, { passive: true });
    listenForTabs();
    listenForHelp();
    document.addEventListener("keydown", (event) => this.onKey(event));
    watch(document.body.dataset.events, this.settings.number, {
      onChange: (names) => this.onSaved(names),
      onLost: () => tellStatus(this.words.lost, "lost"),
      onBack: () => {
        tellStatus(this.words.watching);
        this.form.send({ keep: this.content.startsWith("draft-") });
        this.onSaved(new Set(["*"]));
      },
    });
    requestAnimationFrame(() => this.showLayers());
  }

  onClick(event) {
    const figure = event.target.closest(".shot");
    if (!figure) return;
    const picture = this.pictures.get(`${figure.dataset.screen} ${figure.dataset.language}`);
    if (event.target.closest(".badge")) showTab("findings");
    else this.large.open(picture);
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const writing = event.target.matches("input:not([type=range]), select, textarea");
    if (writing) return;
    const figure = event.target.closest?.(".shot");
    const keys = {
      " ": () => !event.target.matches("button") && (this.timeline.toggle(), true),
      ArrowLeft: () => (this.timeline.step(event.shiftKey ? -10 : -1), true),
      ArrowRight: () => (this.timeline.step(event.shiftKey ? 10 : 1), true),
      Home: () => (this.timeline.seek(0), true),
      End: () => (this.timeline.rest(), true),
      o: () => this.toggleLayer("findings"), s: () => this.toggleLayer("safe"), b: () => this.toggleLayer("boxes"), t: () => this.toggleLayer("texts"), l: () => this.toggleLayer("live"),
      f: () => showTab(document.getElementById("findings").hidden ? "findings" : "values"),
      1: () => this.fillWith("typical"), 2: () => this.fillWith("shortest"), 3: () => this.fillWith("longest"), 4: () => this.fillWith("hostile"),
      "+": () => this.grow(0.2), "=": () => this.grow(0.2), "-": () => this.grow(-0.2),
      Enter: () => figure && !this.large.picture && this.large.open(this.pictures.get(`${figure.dataset.screen} ${figure.dataset.language}`)),
    };
    if (event.target.matches("[role=tab]") && event.key.startsWith("Arrow")) return;
    if (keys[event.key.length === 1 ? event.key.toLowerCase() : event.key]?.() === true) event.preventDefault();
  }

  grow(by) {
    this.zoom.value = Number(this.zoom.value) + by;
    this.zoom.dispatchEvent(new Event("input"));
    this.zoom.dispatchEvent(new Event("change"));
  }
}

// One picture as large as the window, or pixel for pixel.
class Large {
  #dialog = document.getElementById("large");
  #pixels = document.getElementById("pixels");
  picture = null;

  constructor(bench) {
    this.bench = bench;
    this.#dialog.querySelector('[data-act="close"]').addEventListener("click", () => this.#dialog.close());
    this.#dialog.addEventListener("close", () => this.#leave());
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
    this.#pixels.addEventListener("click", () => this.#show(this.#pixels.getAttribute("aria-pressed") !== "true"));
  }

  open(from) {
    this.picture = new Picture(this.bench, from.screen, from.language, { large: true });
    document.getElementById("large-title").textContent = `${from.screen.name} · ${from.screen.width} × ${from.screen.height} · ${from.language.name}`;
    document.getElementById("large-wall").replaceChildren(this.picture.figure);
    this.picture.image.src = from.image.src;
    this.picture.second = this.bench.timeline.second;
    this.#dialog.append(document.getElementById("timeline"));
    this.#dialog.showModal();
    this.#show(false);
  }

  #show(exact) {
    const { picture } = this;
    const { width, height } = picture.screen;
    this.#pixels.setAttribute("aria-pressed", String(exact));
    picture.exact = exact;
    const share = Math.min((innerWidth - 48) / width, (innerHeight - 150) / height);
    picture.figure.style.width = `${exact ? width / devicePixelRatio : Math.round(width * share)}px`;
    picture.setLive(this.bench.layers.has("live"));
    picture.fitFrame();
    this.bench.stills.want(picture);
  }

  #leave() {
    document.querySelector(".bench").append(document.getElementById("timeline"));
    this.bench.leave(this.picture);
    this.picture = null;
    document.getElementById("large-wall").replaceChildren();
  }
}

function isNear(figure) {
  const box = figure.getBoundingClientRect();
  return box.bottom > -200 && box.top < innerHeight + 200;
}

function showTab(name) {
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const on = tab.getAttribute("aria-controls") === name;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls")).hidden = !on;
  }
}

function listenForTabs() {
  const tabs = [...document.querySelectorAll("[role=tab]")];
  for (const tab of tabs) {
    tab.addEventListener("click", () => showTab(tab.getAttribute("aria-controls")));
    tab.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const next = tabs[(tabs.indexOf(tab) + 1) % tabs.length];
      showTab(next.getAttribute("aria-controls"));
      next.focus();
    });
  }
}

new Bench();
