{% load static %}// Keeps this player's page and scripts, so that it starts without a network. In: its requests. Out: the network's
// answer, else the last one kept. The playlist and the files of spots are kept by player.js, which checks their hashes.
"use strict";

const SHELL = "shell-1";
const PAGE = new URL("player", self.registration.scope).pathname;
const PARTS = [PAGE, "{% static 'feeds/player.css' %}", "{% static 'feeds/player.js' %}"];

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(
    caches.open(SHELL).then((cache) => cache.addAll(PARTS)),
  );
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === "GET" && url.origin === self.location.origin && PARTS.includes(url.pathname)) {
    event.respondWith(askThenRemember(event.request));
  }
});

async function askThenRemember(request) {
  const cache = await caches.open(SHELL);
  const name = request.url.split("?")[0];
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(name, answer.clone());
    else if (answer.status === 404 || answer.status === 410) await cache.delete(name);
    if (answer.status < 500) return answer;
    return (await cache.match(name)) || answer;
  } catch (error) {
    const kept = await cache.match(name);
    if (kept) return kept;
    throw error;
  }
}
