// Plays a channel's loop on its page. In: the filmstrip's entries. Out: pictures and loops, one after the other.
// Space plays and pauses, the arrow keys change the spot. The next file is loaded before it is shown.
"use strict";

for (const screen of document.querySelectorAll("[data-screen]")) start(screen);

function start(screen) {
  const entries = [...document.querySelectorAll(".strip li")];
  const face = screen.querySelector(".screen-face");
  const playButton = screen.querySelector('[data-do="play"]');
  const caption = screen.querySelector("[data-caption]");
  const ready = new Map();
  let at = 0, playing = false, timer = 0, shown = face.querySelector(".shown");

  function make(index) {
    if (ready.has(index)) return ready.get(index);
    const { src, type, poster } = entries[index].dataset;
    const isVideo = type.startsWith("video/");
    const element = document.createElement(isVideo ? "video" : "img");
    if (isVideo) Object.assign(element, { muted: true, loop: true, playsInline: true, preload: "auto", poster });
    else element.alt = "";
    element.src = src;
    face.append(element);
    ready.set(index, element);
    return element;
  }

  function forget() {
    for (const [index, element] of ready) {
      if (element === shown || index === (at + 1) % entries.length) continue;
      element.remove();
      ready.delete(index);
    }
  }

  function show(index) {
    at = (index + entries.length) % entries.length;
    const element = make(at);
    if (shown && shown !== element) {
      shown.classList.remove("shown");
      if (shown.pause) shown.pause();
    }
    element.classList.add("shown");
    shown = element;
    if (element.play) {
      element.currentTime = 0;
      if (playing) element.play().catch(() => {});
    }
    entries.forEach((entry, place) => entry.toggleAttribute("aria-current", place === at));
    caption.textContent = `${at + 1} / ${entries.length} · ${entries[at].dataset.title}`;
    make((at + 1) % entries.length);
    forget();
    plan();
  }

  function plan() {
    clearTimeout(timer);
    if (playing) timer = setTimeout(() => show(at + 1), Number(entries[at].dataset.seconds) * 1000);
  }

  function toggle() {
    playing = !playing;
    playButton.textContent = playing ? screen.dataset.pause : screen.dataset.play;
    if (playing) show(at);
    else {
      clearTimeout(timer);
      if (shown && shown.pause) shown.pause();
    }
  }

  const acts = { back: () => show(at - 1), play: toggle, on: () => show(at + 1) };
  for (const button of screen.querySelectorAll("[data-do]")) button.addEventListener("click", acts[button.dataset.do]);
  entries.forEach((entry, index) => entry.querySelector("button").addEventListener("click", () => show(index)));
  screen.addEventListener("keydown", (event) => {
    const act = { ArrowLeft: acts.back, ArrowRight: acts.on, " ": event.target === screen ? toggle : null }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
