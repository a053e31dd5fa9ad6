// Plays a channel full screen by the clock. In: playlist.json beside this page, asked for again and again.
// Out: one picture or loop after the other, swapped without a gap; with no network, what was kept.
"use strict";

const KEPT = `playlist of ${location.pathname}`; // where the newest playlist lies for a start without a network
const MEDIA = "media-1"; // the cache of spots, by address; an address holds the file's hash
const PATIENCE = 8000; // ms that a file may take before the next one has its turn
const screen_ = document.getElementById("screen");
const broken = new Map(); // name of a file that would not play → until when it is left out
let playlist = null;
let playing = null; // { item, element }
let coming = null; // the next: { item, element, ready }
let turn = 0;
let timer = 0;
let asking = 0;
let refusals = 0;
let ahead = 0; // ms that the server's clock is ahead of ours

const now = () => Date.now() + ahead;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

// --- what plays when -------------------------------------------------------------------------------------------

function findSlot(moment) {
  const window_ = playlist.windows.find((one) => Date.parse(one.start) <= moment && moment < Date.parse(one.end));
  const slot = window_ && walk(window_.items, moment, Date.parse(window_.start), Date.parse(window_.end));
  const next = playlist.windows.map((one) => Date.parse(one.start)).filter((start) => start > moment);
  return slot || walk(playlist.fallback, moment, 0, Math.min(...next, moment + 3600000));
}

function walk(items, moment, start, end) {
  const usable = items.filter((item) => !isRevoked(item) && !((broken.get(item.name) || 0) > moment));
  const total = usable.reduce((sum, item) => sum + item.seconds * 1000, 0);
  if (!total) return null;
  let offset = (moment - start) % total;
  for (const item of usable) {
    const length = item.seconds * 1000;
    if (offset < length) return { item, offset: offset / 1000, end: Math.min(moment + length - offset, end) };
    offset -= length;
  }
  return null;
}

function isRevoked(item) {
  const { everything, materials, items, campaigns } = playlist.revoked;
  if (!item.campaign) return false; // the plain picture that stands in when everything is withdrawn
  return (
    everything ||
    materials.includes(item.material) ||
    items.includes(`${item.campaign}/${item.item}`) ||
    campaigns.includes(item.campaign)
  );
}

// Every entry with its file, as the rest of this program wants it.
function read(body) {
  const fill = (items) =>
    items.map(({ media }) => ({ ...body.media[media], material: media, seconds: body.media[media].duration }));
  const windows = body.windows.map((one) => ({ ...one, items: fill(one.items) }));
  return { ...body, windows, fallback: fill(body.fallback) };
}

const listItems = () => [...playlist.windows.flatMap((one) => one.items), ...playlist.fallback];

// --- files -----------------------------------------------------------------------------------------------------

const downloads = new Map(); // address → the one download of it

function keep(item) {
  if (!downloads.has(item.url)) downloads.set(item.url, download(item).finally(() => downloads.delete(item.url)));
  return downloads.get(item.url).then((answer) => answer.clone());
}

async function download(item) {
  const cache = await caches.open(MEDIA);
  const kept = await cache.match(item.url);
  if (kept) return kept;
  const answer = await fetch(item.url);
  if (!answer.ok) throw new Error(`${answer.status} for ${item.name}`);
  const bytes = await answer.arrayBuffer();
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  const hex = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hex !== item.sha256) throw new Error(`${item.name} is not what was promised`);
  await cache.put(item.url, new Response(bytes, { headers: { "Content-Type": item.media_type } }));
  return cache.match(item.url);
}

// Caches and hashes need a secure context; without one the browser's own cache must do.
async function findSource(item) {
  if (!self.caches || !self.crypto?.subtle) return item.url;
  return URL.createObjectURL(await (await keep(item)).blob());
}

async function keepAll() {
  if (!self.caches || !self.crypto?.subtle) return;
  const wanted = new Map(listItems().filter((item) => !isRevoked(item)).map((item) => [item.url, item]));
  const cache = await caches.open(MEDIA);
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
  for (const item of wanted.values()) await keep(item).catch(() => {});
}

// --- the two layers --------------------------------------------------------------------------------------------

function prepare(item) {
  const isVideo = item.media_type.startsWith("video/");
  const element = document.createElement(isVideo ? "video" : "img");
  if (isVideo) Object.assign(element, { muted: true, loop: true, playsInline: true, preload: "auto" });
  else element.alt = item.alt;
  element.setAttribute("aria-label", item.alt);
  element.dataset.material = item.material;
  return { item, element, ready: load(item, element, isVideo) };
}

async function load(item, element, isVideo) {
  element.src = await findSource(item);
  screen_.append(element);
  if (!isVideo) return element.decode();
  if (element.readyState < 3) {
    await new Promise((done, fail) => {
      element.oncanplay = done;
      element.onerror = () => fail(new Error(`${item.name} does not play`));
    });
  }
}

function drop(layer) {
  if (!layer) return;
  layer.element.remove();
  if (layer.element.src.startsWith("blob:")) URL.revokeObjectURL(layer.element.src);
}

// Takes the turn: whatever an earlier, slower turn still brings is thrown away.
async function step() {
  const mine = ++turn;
  clearTimeout(timer);
  const slot = playlist && findSlot(now());
  if (!slot) return show(null, mine);
  const layer = take(slot.item);
  try {
    if (layer !== playing) await Promise.race([layer.ready, fail(PATIENCE)]);
  } catch {
    broken.set(slot.item.name, now() + 60000);
    drop(layer);
    if (mine === turn) timer = setTimeout(step, 200);
    return;
  }
  if (mine !== turn) return layer === playing || layer === coming || drop(layer);
  show(layer, mine, slot);
  timer = setTimeout(step, Math.max(20, slot.end - now()));
  const next = findSlot(slot.end + 1);
  // a timer may ring a moment early and bring the same turn again: what is prepared then stays
  if (next && next.item.name !== slot.item.name && next.item.name !== coming?.item.name) {
    drop(coming);
    coming = prepare(next.item);
    coming.ready.catch(() => {});
  }
}

async function fail(ms) {
  await wait(ms);
  throw new Error("too slow");
}

function take(item) {
  if (playing?.item.name === item.name) return playing;
  const layer = coming?.item.name === item.name ? coming : prepare(item);
  if (coming && coming !== layer) drop(coming);
  coming = null;
  return layer;
}

function show(layer, mine, slot) {
  if (layer === playing) return;
  const before = playing;
  playing = layer;
  if (layer?.element.play) {
    const { element } = layer;
    if (slot.offset > 0.5 && element.duration) element.currentTime = slot.offset % element.duration;
    element.play().catch(() => {});
  }
  layer?.element.classList.add("front");
  before?.element.classList.remove("front");
  // the old layer goes once the new one has been painted
  setTimeout(() => drop(before), 150);
}

// --- asking ----------------------------------------------------------------------------------------------------

async function ask() {
  clearTimeout(asking);
  try {
    const answer = await fetch("playlist.json", { cache: "no-cache" });
    if (answer.status === 404 || answer.status === 410) await refuse();
    if (answer.ok) await takeOver(answer);
  } catch {
    // no network: what is kept plays on, from the start too
    const kept = playlist ? null : localStorage.getItem(KEPT);
    if (kept) useList(kept);
  }
  const { poll_seconds = 15, poll_jitter_seconds = 5 } = playlist || {};
  asking = setTimeout(ask, (poll_seconds + Math.random() * poll_jitter_seconds) * 1000);
}

async function takeOver(answer) {
  refusals = 0;
  const date = Date.parse(answer.headers.get("Date"));
  const drift = date - Date.now();
  if (navigator.onLine && Math.abs(drift) > 5000 && Math.abs(drift - ahead) > 5000) ahead = drift;
  const text = await answer.text();
  localStorage.setItem(KEPT, text);
  useList(text);
}

function useList(text) {
  playlist = read(JSON.parse(text));
  const gone = playing && (isRevoked(playing.item) || !listItems().some((item) => item.name === playing.item.name));
  if (gone) {
    drop(coming);
    coming = null;
    // what was withdrawn leaves at once, even if the next file should be slow
    const leaving = playing;
    setTimeout(() => leaving === playing && show(null, turn), 1500);
  }
  if (gone || !playing) step();
  keepAll();
}

// An address that was revoked answers 404; one odd answer of a proxy must not stop a screen.
async function refuse() {
  refusals += 1;
  if (refusals < 3) return;
  playlist = null;
  localStorage.removeItem(KEPT);
  if (self.caches) await caches.delete(MEDIA);
  step();
}

addEventListener("online", ask);
navigator.serviceWorker?.register("worker.js", { scope: "./" }).catch(() => {});
navigator.wakeLock?.request("screen").catch(() => {});
ask();
