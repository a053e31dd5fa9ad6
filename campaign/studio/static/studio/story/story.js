// The page of a draft: its inputs, what saves them, and the pictures beside them.
"use strict";
import { Live } from "./live.js";
import { watchRows } from "./rows.js";
import { Saving } from "./saving.js";

const desk = JSON.parse(document.getElementById("story").textContent);
const form = document.getElementById("story-form"), { words } = desk;
const find = (id) => document.getElementById(id);

export function make(kind, settings = {}, ...inside) {
  const { class: name, ...others } = settings;
  const element = Object.assign(document.createElement(kind), others);
  if (name) element.className = name;
  element.append(...inside.filter((part) => part !== null && part !== undefined));
  return element;
}

export function fill(text, values) {
  return text.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");
}

// What only pages without scripts need goes; what only scripts can fill comes.
for (const element of form.querySelectorAll("[data-plain]")) element.remove();
for (const element of form.querySelectorAll("[data-scripted]")) element.disabled = false;
const agreed = [...form.querySelectorAll('[name="consent"]')];
for (const box of agreed) {
  box.removeAttribute("name");
  box.addEventListener("change", () => {
    find("id_consents").value = agreed.filter(({ checked }) => checked).map(({ value }) => value).join(",");
    typed();
  });
}

let live = null;
let told = 0;

function tellState(text, wrong = false) {
  const state = find("story-state");
  state.textContent = text;
  state.classList.toggle("late", wrong);
}

function say(text) {
  tellState(text);
}

function tellAlert(text, signIn = false) {
  const box = find("story-alert");
  box.hidden = !text;
  box.replaceChildren(make("p", { textContent: text }));
  if (signIn) box.append(make("p", {}, make("a", { href: desk.signIn, target: "_blank", rel: "noopener", textContent: words.sign_in })));
}

// Who else is here, and what they wrote last.
function tellHere(names) {
  const box = find("story-here");
  const text = names.length ? fill(words.others, { names: names.join(", ") }) : "";
  if (box.dataset.names === text) return;
  box.dataset.names = text;
  box.hidden = !text;
  box.textContent = text;
}

function tellTaken(name, by, label, needsReload) {
  const box = find("story-here");
  box.hidden = false;
  box.textContent = fill(words.changed, { name: by, field: label || name });
  clearTimeout(told);
  told = setTimeout(() => {
    box.textContent = box.dataset.names ?? "";
    box.hidden = !box.textContent;
  }, 8000);
  if (needsReload) location.reload(); // rows came or went: nothing of ours is unsaved, or it is kept
  else live?.draw();
}

function findInput(name) {
  const field = form.elements.namedItem(name);
  return field instanceof RadioNodeList ? field[0] : field;
}

function tellClash(name, theirs, by) {
  const field = findInput(name);
  const place = field?.closest(".input, .ask, fieldset") ?? form;
  const id = `clash_${name}`;
  find(id)?.remove();
  const box = make("div", { class: "note error clash", id }, make("p", {}, make("strong", { textContent: fill(words.clash, { name: by || "—" }) })), make("p", {}, `${words.theirs} `, make("q", { textContent: theirs })), make("p", {}, `${words.mine} `, make("q", { textContent: field ? field.value : "" })));
  const act = (text, mine) => {
    const button = make("button", { type: "button", class: "button second little", textContent: text });
    button.addEventListener("click", () => {
      saving.settle(name, mine);
      box.remove();
      field?.focus();
      live?.draw();
    });
    return button;
  };
  box.append(make("div", { class: "row" }, act(words.take_theirs, false), act(words.keep_mine, true)));
  box.setAttribute("role", "alert");
  place.append(box);
}

function tellMissing(count) {
  const link = find("story-missing");
  link.textContent = count ? fill(words.missing, { count }) : words.complete;
}

const saving = new Saving(form, desk, {
  onState: tellState, onTaken: tellTaken, onClash: tellClash, onHere: tellHere, onAlert: tellAlert, onMissing: tellMissing,
});

function typed(soon = false) {
  saving.typed(soon);
  live?.draw(soon ? 0 : undefined);
}

function count(field) {
  const most = Number(field.dataset.longest), room = field.parentElement.querySelector(".room");
  if (!most || !room) return;
  const left = most - [...field.value.normalize("NFC").trim()].length;
  room.hidden = left > most * 0.4;
  room.classList.toggle("late", left < 0);
  room.textContent = fill(left < 0 ? words.over : words.left, { count: Math.abs(left) });
}

function mind(field) {
  count(field);
  const wrong = field.closest(".wrong");
  if (wrong && field.value.trim()) {
    wrong.classList.remove("wrong");
    field.removeAttribute("aria-invalid");
    const fault = wrong.querySelector(".fault");
    if (fault) fault.textContent = "";
  }
  if (field.name.startsWith("title.")) showHeading();
}

function showHeading() {
  const heading = document.querySelector("[data-heading]");
  const first = desk.languages.map(({ code }) => form.elements.namedItem(`title.${code}`)?.value.trim()).find(Boolean);
  heading.textContent = first || heading.dataset.empty;
}

form.addEventListener("input", (event) => {
  if (!event.target.name) return;
  mind(event.target);
  typed();
});
form.addEventListener("change", (event) => {
  if (event.target.name) typed(event.target.type === "hidden" || event.target.tagName === "SELECT" || event.target.type === "checkbox");
});
form.addEventListener("story:written", (event) => {
  count(event.target);
  showHeading();
});
// files are sent by their widgets; what is left in their inputs must not be sent again with the page
form.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (form.dataset.flushed || !button || button.dataset.act) return;
  event.preventDefault();
  if (saving.clashes.size) {
    find(`clash_${[...saving.clashes.keys()][0]}`)?.scrollIntoView({ block: "center" });
    return;
  }
  if (!(await saving.flush())) return;
  form.dataset.flushed = "1";
  for (const input of form.querySelectorAll('input[type="file"]')) input.disabled = true;
  setTimeout(() => form.requestSubmit(button)); // while this event is still being told, a form sends nothing
});
addEventListener("pageshow", () => delete form.dataset.flushed);

// An input, or what is nearest around it; what is folded up is opened.
function go(name) {
  let place = findInput(name);
  for (let parts = name.split("."); !place && parts.length; parts.pop()) place = find(parts.join("."));
  if (!place) return;
  if (place.type === "hidden") place = place.closest("[data-path]") ?? place.closest("section") ?? place;
  for (let outer = place.closest("details"); outer; outer = outer.parentElement.closest("details")) outer.open = true;
  const field = place.matches("input, textarea, select") ? place : place.querySelector("input:not([type=hidden]):not([hidden]), textarea, select, button");
  (field ?? place).focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  place.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-to]");
  if (!link) return;
  event.preventDefault();
  go(link.dataset.to);
});
find("story-missing").addEventListener("click", async (event) => {
  event.preventDefault();
  await saving.flush();
  location.assign("?check=1");
});

watchRows(form, { onChange: () => typed(true), say, words });
for (const field of form.querySelectorAll("[data-longest]")) count(field);
live = new Live(form, saving, desk, { onGo: go, fill, make });
find("faults")?.focus();
