{% load static %}// Keeps this player's page and scripts, so that it starts without a network, and all of one version. In: its requests.
// Out: what was kept, else the network's answer. The playlist and the files of spots are kept by the page itself, which
// checks their hashes.
"use strict";

const SHELL = `shell-{{ version }} of ${self.registration.scope}`;
const PAGE = new URL("player", self.registration.scope).pathname;
const PARTS = [PAGE{% for part in parts %}, "{% static part %}"{% endfor %}];

self.addEventListener("install", (event) => {
  self.skipWaiting();
  const requests = PARTS.map((part) => new Request(part, { cache: "no-cache" }));
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(requests)));
});

self.addEventListener("activate", (event) => event.waitUntil(dropOlder().then(() => self.clients.claim())));

async function dropOlder() {
  const mine = ` of ${self.registration.scope}`;
  for (const name of await caches.keys()) if (name.endsWith(mine) && name !== SHELL) await caches.delete(name);
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === "GET" && url.origin === self.location.origin && PARTS.includes(url.pathname)) {
    event.respondWith(give(event.request, url.pathname));
  }
});

async function give(request, name) {
  const kept = await (await caches.open(SHELL)).match(name);
  return kept || fetch(request);
}
