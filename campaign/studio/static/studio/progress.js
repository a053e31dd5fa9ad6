// Keeps the page of work true. In: a form with data-work and data-events. Out: its part as the server has it now.
// By server-sent events; where no place is free, or something on the way swallows them, by asking every few seconds.
"use strict";

const work = document.querySelector("[data-work]");
const told = document.querySelector("[data-live-state]");
const ASK = 5000, TRY_AGAIN = 60000, QUIET = 25000;
let source = null, timer = 0, watch = 0, held = false, said = "";

function show(html) {
  const part = work.querySelector("[data-part]");
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  part.innerHTML = html;
  if (focused) (document.getElementById(focused) || document.getElementById("content")).focus();
  const words = part.querySelector("[data-summary] strong");
  if (words && words.textContent !== said) {
    said = words.textContent;
    document.querySelector("[data-said]").textContent = said;
  }
}

function tell(state) {
  told.textContent = told.dataset[state];
  document.querySelector("[data-reload]").hidden = state === "live";
}

function listen() {
  stop();
  source = new EventSource(work.dataset.events);
  source.addEventListener("message", (event) => { clearTimeout(watch); tell("live"); show(event.data); });
  source.addEventListener("error", () => {
    // a stream that has ended comes back by itself; one that found no place does not
    if (source && source.readyState === EventSource.CLOSED) fallBack();
  });
  // the first event comes at once, unless something on the way keeps it back
  watch = setTimeout(fallBack, QUIET);
}

function fallBack() {
  stop();
  ask();
  timer = setInterval(ask, ASK);
  watch = setTimeout(listen, TRY_AGAIN);
}

async function ask() {
  if (document.hidden) return;
  try {
    const answer = await fetch(work.dataset.work, { headers: { "X-Part": "work" }, redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    const html = await answer.text();
    if (!held) { show(html); tell("asking"); }
  } catch {
    tell("away");
  }
}

function stop() {
  if (source) source.close();
  source = null;
  clearInterval(timer);
  clearTimeout(watch);
}

if (work) {
  const hold = document.querySelector("[data-hold]");
  hold.hidden = false;
  const words = hold.textContent;
  hold.addEventListener("click", () => {
    held = !held;
    hold.textContent = held ? hold.dataset.go : words;
    if (held) stop(); else listen();
  });
  // a hidden page holds no place that somebody else may need
  document.addEventListener("visibilitychange", () => {
    if (held) return;
    if (document.hidden) stop(); else listen();
  });
  addEventListener("pagehide", stop);
  said = (work.querySelector("[data-summary] strong") || {}).textContent || "";
  listen();
}
