// Plays a channel's loop on its page. In: the filmstrip's entries, with seconds and maybe subtitles. Out: pictures and
// films, one after the other, each for as long as it plays on the screens; the next is loaded before it is shown.
// Space plays and pauses, the arrow keys change the spot. Second, speed and subtitles where the page has places for them.
"use strict";

const BEAT = 100; // milliseconds
const DRIFT = 0.4; // seconds that a film may be off before it is put right

for (const screen of document.querySelectorAll("[data-screen]")) start(screen);

function start(screen) {
  const entries = [...document.querySelectorAll(".strip li")];
  const face = screen.querySelector(".screen-face");
  const playButton = screen.querySelector('[data-do="play"]');
  const caption = screen.querySelector("[data-caption]");
  const seek = screen.querySelector("[data-seek]"), clock = screen.querySelector("[data-clock]");
  const speed = screen.querySelector("[data-speed]"), said = screen.querySelector("[data-said]");
  const tongues = screen.querySelector("[data-subtitles]");
  const lengths = entries.map((entry) => Number(entry.dataset.seconds));
  const starts = lengths.map((_length, index) => lengths.slice(0, index).reduce((sum, one) => sum + one, 0));
  const total = starts.at(-1) + lengths.at(-1);
  const ready = new Map();
  let at = -1, second = 0, playing = false, beat = 0, last = 0, shown = face.querySelector(".shown");

  function make(index) {
    if (ready.has(index)) return ready.get(index);
    const { src, type, poster, tracks } = entries[index].dataset;
    const isVideo = type.startsWith("video/");
    const element = document.createElement(isVideo ? "video" : "img");
    if (isVideo) Object.assign(element, { muted: true, loop: true, playsInline: true, preload: "auto", poster });
    else element.alt = "";
    if (isVideo && tongues) for (const [url, code, label] of JSON.parse(tracks || "[]")) addTrack(element, url, code, label);
    element.src = src;
    face.append(element);
    ready.set(index, element);
    return element;
  }

  function addTrack(element, src, srclang, label) {
    const track = Object.assign(document.createElement("track"), { kind: "subtitles", src, srclang, label });
    element.append(track);
    track.track.mode = "hidden";
    track.track.addEventListener("cuechange", () => element === shown && speak());
  }

  function speak() {
    const wanted = tongues?.querySelector("select").value;
    if (!said) return;
    const known = wanted ? [...(shown?.textTracks ?? [])] : [];
    const track = known.find((one) => one.language === wanted) ?? known[0]; // a spot speaks its own language
    said.hidden = !wanted;
    said.lang = track?.language ?? "";
    said.textContent = [...(track?.activeCues ?? [])].map((cue) => cue.text.replace(/<[^>]+>/g, "")).join("\n");
  }

  function forget() {
    for (const [index, element] of ready) {
      if (element === shown || index === (at + 1) % entries.length) continue;
      element.remove();
      ready.delete(index);
    }
  }

  function show(index) {
    const element = make(index);
    if (shown && shown !== element) {
      shown.classList.remove("shown");
      if (shown.pause) shown.pause();
    }
    at = index;
    element.classList.add("shown");
    shown = element;
    entries.forEach((entry, place) => entry.toggleAttribute("aria-current", place === at));
    caption.textContent = `${at + 1} / ${entries.length} · ${entries[at].dataset.title}`;
    if (playing) keepInSight(entries[at]);
    make((at + 1) % entries.length);
    forget();
  }

  function keepInSight(entry) {
    const row = entry.parentElement;
    row.scrollTo({ left: entry.offsetLeft - row.offsetLeft - 40, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }

  // To a second of the cycle; films follow, and are put right when they are off.
  function go(to, { exact = false } = {}) {
    second = ((to % total) + total) % total;
    let index = starts.findLastIndex((one) => one <= second);
    const isNew = index !== at;
    if (isNew) show(index);
    const inside = second - starts[at];
    if (shown.play) {
      shown.playbackRate = Number(speed?.value ?? 1);
      if ((isNew || exact || Math.abs(shown.currentTime - inside) > DRIFT * shown.playbackRate) && shown.readyState > 0) shown.currentTime = Math.min(inside, (shown.duration || inside) - 0.02);
      else if (isNew) shown.addEventListener("loadedmetadata", (event) => { event.target.currentTime = Math.max(0, second - starts[at]); }, { once: true });
      if (playing && shown.paused) shown.play().catch(() => {});
    }
    tell();
  }

  const write = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

  function tell() {
    if (seek && document.activeElement !== seek) seek.value = second;
    if (seek) seek.setAttribute("aria-valuetext", `${write(second)} ${seek.dataset.of} ${write(total)}`);
    if (clock) clock.textContent = `${write(second)} / ${write(total)}`;
    speak();
  }

  function tick() {
    const now = performance.now();
    go(second + ((now - last) / 1000) * Number(speed?.value ?? 1));
    last = now;
  }

  function toggle() {
    playing = !playing;
    playButton.textContent = playing ? screen.dataset.pause : screen.dataset.play;
    clearInterval(beat);
    if (playing) {
      last = performance.now();
      beat = setInterval(tick, BEAT);
      go(second);
    } else if (shown?.pause) shown.pause();
  }

  const step = (by) => go(starts[(Math.max(at, 0) + by + entries.length) % entries.length], { exact: true });
  const acts = { back: () => step(-1), play: toggle, on: () => step(1) };
  for (const button of screen.querySelectorAll("[data-do]")) button.addEventListener("click", acts[button.dataset.do]);
  entries.forEach((entry, index) => entry.querySelector("button").addEventListener("click", () => go(starts[index], { exact: true })));
  seek?.addEventListener("input", () => go(Number(seek.value), { exact: true }));
  speed?.addEventListener("change", () => go(second));
  if (tongues) {
    const known = new Map(entries.flatMap((entry) => JSON.parse(entry.dataset.tracks || "[]")).map(([, code, label]) => [code, label]));
    for (const [code, label] of known) tongues.querySelector("select").append(new Option(label, code));
    tongues.hidden = !known.size;
    tongues.addEventListener("change", speak);
  }
  screen.addEventListener("keydown", (event) => {
    if (event.target.matches("input, select")) return;
    const act = { ArrowLeft: acts.back, ArrowRight: acts.on, " ": event.target === screen ? toggle : null }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
