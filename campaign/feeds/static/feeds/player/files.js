// The files of spots. In: an item of the list. Out: an address that plays it, of bytes that are what was promised.
"use strict";

const files = (() => {
  const NAME = `media-1 of ${location.pathname}`; // the browser's cache of them by address, which holds the hash
  const downloads = new Map(); // address → the one download of it
  const proven = new Set(); // addresses whose kept bytes were looked at since the start: disks of screens rot
  const kept = new Set(); // addresses of what lies in the cache
  const spoilt = new Map(); // address → { times, until }: what was fetched in vain is left alone, longer each time
  const PENALTY = 60000; // ms
  const LONGEST = 3600000; // ms
  const state = { wanted: 0, kept: 0, full: false, error: "" };
  let direct = true; // caches and hashes need a secure context; without one the browser's own cache must do
  let ordered = 0;
  let filled = 0; // when the disk was full

  async function start({ folder }) {
    direct = folder || !self.caches || !self.crypto?.subtle;
    if (direct && !folder) state.error = "no HTTPS: files are not checked";
    if (direct) return;
    navigator.storage?.persist?.().catch(() => {});
    for (const request of await (await caches.open(NAME)).keys()) kept.add(request.url);
  }

  const isKept = (item) => direct || kept.has(item.url);

  // Whether it can be shown without waiting, or with the wait that is left until its turn.
  const isAtHand = (item) => isKept(item) || (state.full && navigator.onLine);

  // An address to play from; those of bytes are given back by `release`.
  async function findSource(item) {
    if (direct) return item.url;
    return URL.createObjectURL(await take(item));
  }

  function release(source) {
    if (source.startsWith("blob:")) URL.revokeObjectURL(source);
  }

  function take(item) {
    if (!downloads.has(item.url)) downloads.set(item.url, bring(item).finally(() => downloads.delete(item.url)));
    return downloads.get(item.url);
  }

  async function bring(item) {
    const cache = await caches.open(NAME);
    const found = await cache.match(item.url);
    if (found) {
      const blob = await found.blob();
      if (proven.has(item.url) || (await isWhole(item, await blob.arrayBuffer()))) return prove(item, blob);
      await forget(cache, item.url);
    }
    const blob = new Blob([await fetchWhole(item)], { type: item.media_type });
    await keep(cache, item, blob);
    return prove(item, blob);
  }

  // A line may cost by the byte.
  async function fetchWhole(item) {
    const { times = 0, until = 0, why } = spoilt.get(item.url) || {};
    if (performance.now() < until) throw why;
    try {
      const bytes = await line.fetchBytes(item.url);
      if (!(await isWhole(item, bytes))) throw new Error("not what was promised");
      spoilt.delete(item.url);
      return bytes;
    } catch (error) {
      const pause = navigator.onLine ? Math.min(LONGEST, PENALTY * 2 ** times) : 0;
      spoilt.set(item.url, { times: times + 1, until: performance.now() + pause, why: error });
      throw error;
    }
  }

  function prove(item, blob) {
    proven.add(item.url);
    return blob;
  }

  async function isWhole(item, bytes) {
    const hash = await crypto.subtle.digest("SHA-256", bytes);
    return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("") === item.sha256;
  }

  // With a full disk it plays from memory and is fetched again for its next turn.
  async function keep(cache, item, blob) {
    try {
      await cache.put(item.url, new Response(blob, { headers: { "Content-Type": item.media_type } }));
      kept.add(item.url);
    } catch (error) {
      if (error.name !== "QuotaExceededError") throw error;
      state.full = true;
      filled = performance.now();
    }
  }

  async function forget(cache, url) {
    kept.delete(url);
    proven.delete(url);
    await cache.delete(url);
  }

  // Keep these and nothing else. What is no longer wanted goes first, so that withdrawn files are gone at once and there
  // is room; a newer order ends an older one. `onKept` is told of every file that came.
  async function keepAll(items, onKept) {
    state.wanted = items.length;
    if (direct) return void (state.kept = items.length);
    const mine = ++ordered;
    const cache = await caches.open(NAME);
    const wanted = new Set(items.map((item) => item.url));
    for (const url of [...kept].filter((one) => !wanted.has(one))) {
      await forget(cache, url);
      state.full = false;
    }
    if (performance.now() > filled + LONGEST) state.full = false;
    state.error = "";
    for (const item of items) {
      state.kept = items.filter(isKept).length;
      if (mine !== ordered || state.full) return;
      if (!kept.has(item.url)) await take(item).then(onKept, (error) => (state.error = `${item.name}: ${error.message}`));
    }
    state.kept = items.filter(isKept).length;
  }

  async function clear() {
    ordered += 1;
    kept.clear();
    proven.clear();
    spoilt.clear();
    if (!direct) await caches.delete(NAME);
  }

  async function countFree() {
    const room = await navigator.storage?.estimate?.().catch(() => null);
    return room ? Math.max(0, Math.round(room.quota - room.usage)) : null;
  }

  return { start, isAtHand, findSource, release, keepAll, clear, countFree, state };
})();
