// All templates at a glance: one picture each, drawn anew when a file is saved.
"use strict";
import { Queue, measureDistance } from "./queue.js";
import { concerns, watch } from "./watch.js";
import { tellStatus, listenForHelp } from "./page.js";

const settings = JSON.parse(document.getElementById("settings").textContent);
const list = document.getElementById("cards");
const search = document.getElementById("search");
const main = document.getElementById("content");
const queue = new Queue(3);
const cards = new Map();

class Card {
  constructor(item) {
    this.item = this.figure = item;
    this.image = item.querySelector("img");
    this.veil = item.querySelector(".veil");
  }

  get name() {
    return this.item.dataset.name;
  }

  rank() {
    return measureDistance(this.item) + (this.item.hidden ? 1e6 : 0);
  }

  draw() {
    if (this.item.dataset.screen) queue.want(this);
    else this.item.classList.add("broken");
  }

  async work(signal) {
    const width = Math.round(this.item.clientWidth * devicePixelRatio);
    const query = new URLSearchParams({ screen: this.item.dataset.screen, language: settings.language, width });
    this.item.classList.add("waiting");
    const look = await (await fetch(`/templates/${this.name}/look?${query}`, { signal })).json();
    this.item.classList.remove("waiting");
    this.item.classList.toggle("broken", !look.picture);
    if (look.picture) this.image.src = look.picture;
    tellFaults(this.item, look.faults, "drawn");
  }
}

function tellFaults(item, faults, kind) {
  for (const old of item.querySelectorAll(`.card-faults .${kind}`)) old.remove();
  for (const fault of faults) {
    const line = document.createElement("li");
    line.className = kind;
    if (fault.file) {
      const place = document.createElement("code");
      place.textContent = fault.line ? `${fault.file}:${fault.line}` : fault.file;
      line.append(place, " ");
    }
    line.append(fault.field && !fault.file ? `${fault.field}: ${fault.message}` : fault.message);
    item.querySelector(".card-faults").append(line);
  }
}

function take(item) {
  const card = new Card(item);
  cards.set(card.name, card);
  for (const fault of item.querySelectorAll(".card-faults li")) fault.classList.add("stated");
  card.draw();
}

async function refresh(names) {
  const started = performance.now();
  const { cards: now } = await (await fetch(main.dataset.cards)).json();
  const left = new Set(cards.keys());
  for (const state of now) {
    left.delete(state.name);
    let item = cards.get(state.name)?.item;
    const fresh = !item;
    if (fresh) item = document.getElementById("blank-card").content.firstElementChild.cloneNode(true);
    const changed = fresh || item.dataset.digest !== state.digest || concerns(names, state.name);
    Object.assign(item.dataset, { name: state.name, screen: state.screen, digest: state.digest });
    item.querySelector(".card-title").textContent = state.title;
    item.querySelector(".card-name").textContent = state.name;
    item.querySelector(".card-help").textContent = state.help;
    item.querySelector("a").href = `/templates/${state.name}`;
    tellFaults(item, state.faults, "stated");
    if (fresh) {
      const after = [...list.children].find((other) => other.dataset.name > state.name);
      list.insertBefore(item, after ?? null);
      cards.set(state.name, new Card(item));
    }
    if (changed) cards.get(state.name).draw();
  }
  for (const name of left) {
    cards.get(name).item.remove();
    cards.delete(name);
  }
  find();
  const timer = setInterval(() => {
    if (!queue.idle) return;
    clearInterval(timer);
    tellStatus(settings.words.saved.replace("%s", ((performance.now() - started) / 1000).toFixed(2)));
  }, 20);
}

function find() {
  const words = search.value.trim().toLowerCase();
  let shown = 0;
  for (const { item } of cards.values()) {
    item.hidden = Boolean(words) && !item.textContent.toLowerCase().includes(words);
    shown += item.hidden ? 0 : 1;
  }
  document.getElementById("nothing").hidden = shown > 0;
}

for (const item of list.children) take(item);
search.addEventListener("input", find);
search.addEventListener("keydown", (event) => {
  const first = [...cards.values()].find(({ item }) => !item.hidden);
  if (event.key === "Enter" && first) location.href = first.item.querySelector("a").href;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.matches("input, select, textarea")) return;
  event.preventDefault();
  search.focus();
});
listenForHelp();
watch(document.body.dataset.events, Number(main.dataset.number), {
  onChange: refresh,
  onLost: () => tellStatus(settings.words.lost, "lost"),
  onBack: () => refresh(new Set(["*"])),
});
