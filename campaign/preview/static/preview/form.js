// The form made from the manifest. In: what people type. Out: a call with it shortly after; errors stand at their inputs.
// Nothing typed is ever replaced by the server, and a reload of the page finds it again.
"use strict";
import { fill, make } from "./page.js";

const PAUSE = 120; // ms after the last key

export class ValuesForm {
  #form = document.getElementById("form");
  #inputs = document.getElementById("inputs");
  #timer = 0;
  #turn = 0;
  #bench;
  #store;

  constructor(bench, { onContent }) {
    this.#bench = bench;
    this.#store = `preview.typed.${bench.name}`;
    this.onContent = onContent;
    this.#inputs.addEventListener("input", (event) => this.#typed(event));
    this.#inputs.addEventListener("change", (event) => this.#typed(event));
    this.#inputs.addEventListener("click", (event) => this.#act(event));
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    this.#dress();
  }

  // What a page that was loaded anew had before.
  async restore() {
    const kept = sessionStorage.getItem(this.#store);
    if (!kept) return false;
    await this.send({ redraw: true, entries: JSON.parse(kept) });
    return true;
  }

  async fillWith(content) {
    this.#turn += 1;
    sessionStorage.removeItem(this.#store);
    const answer = await fetch(`${this.#bench.addresses.form}?content=${content}`);
    if (!answer.ok) return;
    this.#replace(await answer.text());
    await this.send({ keep: false });
  }

  // Sends everything; `keep` is whether the pictures show it from now on, `redraw` whether the form itself is made anew.
  async send({ keep = true, redraw = false, entries = null } = {}) {
    if (!this.isMade && !entries) return;
    const turn = ++this.#turn;
    const body = new FormData(entries ? undefined : this.#form);
    for (const [name, value] of entries ?? []) body.set(name, value);
    body.set("csrfmiddlewaretoken", this.#form.elements.csrfmiddlewaretoken.value);
    if (keep && !entries) sessionStorage.setItem(this.#store, JSON.stringify([...body].filter(([name]) => name !== "csrfmiddlewaretoken")));
    body.set("languages", this.#bench.shownLanguages().join(","));
    if (redraw) body.set("redraw", "1");
    const answer = await fetch(this.#bench.addresses.values, { method: "POST", body });
    if (!answer.ok || turn !== this.#turn) return;
    const said = await answer.json();
    if (said.form) this.#replace(said.form);
    this.#tellErrors(said.errors);
    if (keep) this.onContent(said.content);
  }

  showLanguages(codes) {
    for (const input of this.#inputs.querySelectorAll("[data-language]")) input.hidden = !codes.has(input.dataset.language);
  }

  // Not while the template is broken: then it is made when that is mended.
  get isMade() {
    return this.#inputs.childElementCount > 0;
  }

  // Whether a finding's field, or the nearest field around it, stands here.
  has(path) {
    return Boolean(this.#find(path));
  }

  focus(path) {
    const section = this.#find(path);
    section.scrollIntoView({ block: "center" });
    (section.querySelector(".wrong [name]") ?? section.querySelector(".input:not([hidden]) [name]"))?.focus();
  }

  #find(path) {
    for (let parts = path.split("."); parts.length; parts.pop()) {
      const section = this.#inputs.querySelector(`[data-path="${CSS.escape(parts.join("."))}"]`);
      if (section) return section;
    }
    return null;
  }

  #typed(event) {
    if (!event.target.name) return;
    this.#count(event.target);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.send(), event.type === "change" ? 0 : PAUSE);
  }

  #replace(html) {
    const at = document.activeElement?.name;
    const [start, end] = [document.activeElement?.selectionStart, document.activeElement?.selectionEnd];
    const scroll = this.#inputs.parentElement.scrollTop;
    this.#inputs.innerHTML = html; // our own template's words, escaped by it
    this.#dress();
    this.showLanguages(new Set(this.#bench.formLanguages()));
    const again = at && this.#form.elements[at];
    if (again) {
      again.focus({ preventScroll: true });
      if (start !== null && start !== undefined && again.setSelectionRange) again.setSelectionRange(start, end);
    }
    this.#inputs.parentElement.scrollTop = scroll;
  }

  #tellErrors(errors) {
    const left = new Map(Object.entries(errors));
    for (const input of this.#inputs.querySelectorAll(".input")) {
      const field = input.querySelector("[name]");
      const words = left.get(field.name) ?? "";
      left.delete(field.name);
      input.classList.toggle("wrong", Boolean(words));
      field.setAttribute("aria-invalid", words ? "true" : "false");
      input.querySelector(".wrong-words").textContent = words;
    }
    for (const section of this.#inputs.querySelectorAll("[data-path]")) {
      const spot = section.querySelector(":scope > .wrong-words");
      if (spot) spot.textContent = left.get(section.dataset.path) ?? "";
    }
  }

  #count(field) {
    const room = field.parentElement.querySelector(".room");
    if (!room || !field.dataset.longest) return;
    const length = [...field.value.normalize("NFC").trim()].length, most = Number(field.dataset.longest);
    room.textContent = fill(this.#bench.words.characters, length, most);
    room.classList.toggle("full", length > most);
    room.hidden = length < most * 0.6;
  }

  // What the page itself adds: counters, uploads, the photo to set the focus on.
  #dress() {
    for (const field of this.#inputs.querySelectorAll("[data-longest]")) this.#count(field);
    for (const ask of this.#inputs.querySelectorAll(".ask-file")) this.#addUpload(ask);
    for (const pair of this.#inputs.querySelectorAll(".ask-pair")) this.#addFocus(pair);
  }

  #addUpload(ask) {
    for (const select of ask.querySelectorAll("select")) {
      const file = make("input", { type: "file", class: "unseen", tabIndex: -1 });
      const button = make("button", { type: "button", class: "quiet small", textContent: this.#bench.words.upload });
      button.addEventListener("click", () => file.click());
      file.addEventListener("change", () => this.#upload(file, select));
      select.after(button, file);
    }
  }

  async #upload(file, select) {
    if (!file.files.length) return;
    const body = new FormData();
    body.set("file", file.files[0]);
    body.set("csrfmiddlewaretoken", this.#form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(this.#bench.addresses.media, { method: "POST", body });
    const said = await answer.json();
    if (!answer.ok) {
      select.closest(".input").querySelector(".wrong-words").textContent = said.error;
      return;
    }
    if (![...select.options].some((option) => option.value === said.name)) select.add(new Option(said.name, said.name));
    select.value = said.name;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #addFocus(pair) {
    const select = pair.parentElement.querySelector(".ask-file select");
    const field = pair.querySelector("input");
    if (!select || !field) return;
    const photo = make("img", { alt: "" }), dot = make("span", { class: "focus-dot" });
    const pick = make("button", { type: "button", class: "focus-pick" }, photo, dot);
    const show = () => {
      pick.hidden = !select.value;
      photo.src = select.value ? this.#bench.addresses.files.replace(/x$/, encodeURIComponent(select.value)) : "";
      const [x = 50, y = 50] = field.value.split(/[\s;]+/).filter(Boolean).map(Number);
      Object.assign(dot.style, { left: `${x}%`, top: `${y}%` });
    };
    pick.addEventListener("click", (event) => {
      const box = photo.getBoundingClientRect();
      if (!event.clientX) return; // by keyboard: the numbers are typed
      field.value = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height].map((part) => Math.round(part * 100)).join(" ");
      field.dispatchEvent(new Event("change", { bubbles: true }));
      show();
    });
    select.addEventListener("change", show);
    field.addEventListener("input", show);
    pair.append(pick);
    show();
  }

  #act(event) {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    const rows = button.closest("fieldset.rows"), row = button.closest(".one-row"), list = rows.querySelector(".row-list");
    const acts = {
      "add-row": () => {
        list.append(rows.querySelector("template").content.cloneNode(true));
        for (const ask of list.lastElementChild.querySelectorAll(".ask-file")) this.#addUpload(ask);
        for (const pair of list.lastElementChild.querySelectorAll(".ask-pair")) this.#addFocus(pair);
      },
      "drop-row": () => row.remove(),
      "row-up": () => row.previousElementSibling?.before(row),
      "row-down": () => row.nextElementSibling?.after(row),
    };
    acts[button.dataset.act]();
    renumber(rows);
    this.showLanguages(new Set(this.#bench.formLanguages()));
    if (button.dataset.act === "add-row") list.lastElementChild.querySelector("[name]:not([hidden])")?.focus();
    else if (button.isConnected) button.focus();
    this.send();
  }
}

function renumber(rows) {
  const { path } = rows.dataset, items = [...rows.querySelector(".row-list").children];
  const start = new RegExp(`^(id_)?${path.replaceAll(".", "\\.")}\\.\\d+(?=\\.|$|_)`);
  items.forEach((item, index) => {
    for (const element of item.querySelectorAll("*")) {
      for (const name of ["name", "id", "for", "data-path", "aria-describedby"]) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, value.replace(start, `$1${path}.${index + 1}`));
      }
    }
  });
  rows.querySelector(`[name="${path}.rows"]`).value = items.length;
}
