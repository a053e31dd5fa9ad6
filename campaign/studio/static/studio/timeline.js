// Moves flights on the timeline: by the pointer, by keys on a bar, by the form beside. In: the bars of the page. Out: the
// page's own address with the move in it; the server draws the schedule as it would be then. Nothing is saved here.
"use strict";

const WAIT = 350; // milliseconds after the last key before the server is asked
const SLACK = 5; // pixels that a click may wander
const SLIP = 24; // pixels that a way up or down may wander
const LEAST = 240; // pixels of what a move does that must be in sight
const DAY = 86400000;
let drag = null, move = null, timer = 0, running = null;

const page = () => document.getElementById("timeline");
const mayMove = () => page().dataset.moves === "yes";
const inHours = () => page().dataset.zoom === "day";
const form = () => page().querySelector("[data-move]");
const dayOf = (text) => Math.round(Date.parse(`${text}T00:00Z`) / DAY);
const write = (day) => new Date(day * DAY).toISOString().slice(0, 10);
const say = (text) => new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(`${text}T00:00Z`));

// ---- asking the server

function build(query) {
  const url = new URL(page().dataset.timeline + page().dataset.query, location.href);
  for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value);
  return url;
}

async function load(url, { focus = "", isNew = false } = {}) {
  running?.abort();
  running = new AbortController();
  const back = focus || document.activeElement?.id;
  const [x, y] = [page().querySelector(".board-scroll")?.scrollLeft, page().querySelector(".board-scroll")?.scrollTop];
  page().classList.add("is-working");
  try {
    const answer = await fetch(url, { headers: { "X-Requested-With": "timeline" }, signal: running.signal, credentials: "same-origin" });
    const made = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("timeline");
    if (!made) return void (location.href = url);
    page().replaceWith(document.adoptNode(made));
  } catch (error) {
    if (error.name !== "AbortError") location.href = url;
    return;
  }
  history[isNew ? "pushState" : "replaceState"](null, "", url);
  move = null;
  page().querySelector(".board-scroll").scrollTo({ left: x, top: y });
  if (back) document.getElementById(back)?.focus({ preventScroll: true });
  bringInSight();
  tell();
}

// What a move does stands under the board: on a desk both are seen at once.
function bringInSight() {
  const move = page().querySelector(".move.open"), board = page().querySelector(".board");
  if (!move || !matchMedia("(min-width: 62.01rem)").matches) return;
  document.activeElement?.closest?.(".board-row") && document.activeElement.scrollIntoView({ block: "nearest" });
  if (move.getBoundingClientRect().top > innerHeight - LEAST) board.scrollIntoView({ block: "start" });
}

function tell() {
  const parts = page().querySelectorAll(".move-head h2, .differences li, .move-does > p:not(.keys) strong, .shares-of td .late");
  document.getElementById("said").textContent = [...parts].map((part) => part.textContent.trim()).join(". ");
}

window.addEventListener("popstate", () => location.reload());

// ---- what is being moved

function begin(bar) {
  const chosen = form()?.dataset.move === bar.dataset.flight ? form() : null;
  return {
    flight: bar.dataset.flight,
    channel: bar.closest("[data-channel]").dataset.channel,
    since: chosen?.elements.since.value || bar.dataset.since,
    until: chosen?.elements.until.value || bar.dataset.until,
    from: chosen?.elements.from.value || "",
    to: chosen?.elements.to.value || "",
    why: chosen?.elements.why.value || "",
  };
}

function change(step, { part = "all", days = 0 }) {
  const since = dayOf(step.since) + (part === "until" ? 0 : days), until = dayOf(step.until) + (part === "since" ? 0 : days);
  if (since > until) return;
  step.since = write(since);
  step.until = write(until);
}

function carry(step, channel) {
  if (step.to === step.channel || !step.from) step.from = step.channel;
  step.to = channel === step.from ? "" : channel;
  if (!step.to) step.from = "";
}

function ask(step, focus) {
  load(build({ flight: step.flight, since: step.since, until: step.until, from: step.from, to: step.to, why: step.why }), { focus });
}

// ---- a shade where it would be, while it is dragged or moved by keys

function shade(step, row, top) {
  const lanes = row.querySelector(".lanes"), first = dayOf(page().dataset.first), many = Number(page().dataset.days);
  const place = (day) => Math.min(many, Math.max(0, day - first)) / many;
  let mark = page().querySelector(".shade");
  if (!mark) {
    mark = document.createElement("div");
    mark.className = "shade";
    mark.append(document.createElement("span"));
  }
  row.querySelector(".board-lanes").append(mark);
  const left = inHours() ? 0 : place(dayOf(step.since)), right = inHours() ? 1 : place(dayOf(step.until) + 1);
  Object.assign(mark.style, { left: `${100 * left}%`, width: `${Math.max(0.3, 100 * (right - left))}%`, top: `${lanes.getBoundingClientRect().top - lanes.parentElement.getBoundingClientRect().top + top}px` });
  mark.firstChild.textContent = `${say(step.since)} – ${say(step.until)} · ${row.dataset.title}`;
  mark.classList.toggle("low", top < 30);
}

function clear() {
  page().querySelector(".shade")?.remove();
  for (const bar of page().querySelectorAll(".dragged")) bar.classList.remove("dragged");
}

// ---- by the pointer

document.addEventListener("pointerdown", (event) => {
  const bar = event.target.closest?.(".booking[data-flight]");
  if (!bar || event.button || !mayMove()) return;
  if (event.pointerType === "touch" && !bar.classList.contains("chosen")) return; // a finger that scrolls
  const lanes = bar.closest(".lanes").getBoundingClientRect();
  drag = {
    bar, x: event.clientX, y: event.clientY, part: event.target.closest("[data-grip]")?.dataset.grip ?? "all",
    width: lanes.width / Number(page().dataset.days), top: bar.querySelector(".whole-bar").y.baseVal.value, isMoving: false, step: begin(bar),
  };
});

document.addEventListener("pointermove", (event) => {
  if (!drag || (!drag.isMoving && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < SLACK)) return;
  if (!drag.isMoving) {
    drag.isMoving = true;
    drag.bar.setPointerCapture?.(event.pointerId);
    for (const bar of page().querySelectorAll(`.booking[data-flight="${drag.step.flight}"]`)) bar.classList.add("dragged");
  }
  event.preventDefault();
  const rows = [...page().querySelectorAll(".board-row")], own = drag.bar.closest(".board-row");
  const under = rows.find((row) => { const box = row.getBoundingClientRect(); return box.top <= event.clientY && event.clientY < box.bottom; });
  const row = drag.part === "all" && under ? under : own, wander = event.clientX - drag.x;
  // who goes to another channel seldom means to change the day too
  const days = inHours() || (row !== own && Math.abs(wander) < SLIP) ? 0 : Math.round(wander / drag.width);
  drag.now = { ...drag.step };
  change(drag.now, { part: drag.part, days });
  if (row !== own) carry(drag.now, row.dataset.channel);
  shade(drag.now, row, row === own ? drag.top : Math.max(0, event.clientY - row.querySelector(".lanes").getBoundingClientRect().top - 16));
});

document.addEventListener("pointerup", () => {
  const done = drag;
  drag = null;
  if (!done?.isMoving) return;
  swallow(done.bar);
  const same = ["since", "until", "from", "to"].every((name) => done.now[name] === done.step[name]);
  if (same) clear(); // else the shade stays until the answer is there
  else ask(done.now, `bar-${done.now.to || done.step.channel}-${done.step.flight}`);
});

document.addEventListener("pointercancel", () => { drag = null; clear(); });
document.addEventListener("dragstart", (event) => { if (event.target.closest?.(".booking")) event.preventDefault(); });

// The click that ends a drag chooses nothing.
function swallow(bar) {
  const stop = (event) => { event.preventDefault(); event.stopPropagation(); };
  bar.addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => bar.removeEventListener("click", stop, { capture: true }), 50);
}

// ---- by keys

document.addEventListener("keydown", (event) => {
  const bar = event.target.closest?.(".booking[data-flight]");
  if (event.key === "Escape" && drag?.isMoving) { drag = null; return clear(); }
  if (!bar || !mayMove() || event.altKey || event.metaKey) return;
  if (event.key === "Escape") {
    clearTimeout(timer);
    clear();
    move = null;
    return void load(build({ flight: bar.dataset.flight }), { focus: bar.id });
  }
  const days = { ArrowLeft: -1, ArrowRight: 1 }[event.key], rows = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (days === undefined && rows === undefined) return;
  event.preventDefault();
  move ??= { ...begin(bar), row: bar.closest(".board-row"), top: bar.querySelector(".whole-bar").y.baseVal.value };
  if (days && !inHours()) change(move, { part: event.shiftKey ? "until" : event.ctrlKey ? "since" : "all", days });
  if (rows) {
    const all = [...page().querySelectorAll(".board-row")], next = all[all.indexOf(move.row) + rows];
    if (next) { move.row = next; carry(move, next.dataset.channel); next.scrollIntoView({ block: "nearest" }); }
  }
  shade(move, move.row, move.top);
  clearTimeout(timer);
  const step = move;
  timer = setTimeout(() => ask(step, `bar-${step.row.dataset.channel}-${step.flight}`), WAIT);
});

// ---- by the form and the links, without a new page

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.booking, .zooms a, .turns a, .legend a, #leave-flight, #move-back");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const url = new URL(link.getAttribute("href"), location.href);
  url.hash = "";
  load(url, { focus: link.id, isNew: true }).then(() => {
    if (link.matches("a.booking") && !matchMedia("(min-width: 62.01rem)").matches) document.getElementById("move")?.scrollIntoView();
  });
});

function read(fields, shift = 0) {
  const { since, until, from, to, why } = fields.elements;
  const step = { flight: fields.dataset.move, since: since.value, until: until.value, from: from.value, to: to.value, why: why.value };
  if (shift && step.since && step.until) change(step, { days: shift });
  return step;
}

document.addEventListener("submit", (event) => {
  const fields = event.target.closest?.("[data-move]");
  if (!fields || !event.submitter || event.submitter.name === "save") return;
  event.preventDefault();
  ask(read(fields, Number(event.submitter.name === "step" ? event.submitter.value : 0)), event.submitter.id);
});

document.addEventListener("change", (event) => {
  const fields = event.target.closest?.("[data-move]");
  if (!fields || event.target.name === "why" || !fields.elements.since.value || !fields.elements.until.value) return;
  clearTimeout(timer);
  timer = setTimeout(() => ask(read(fields), event.target.id), WAIT);
});
