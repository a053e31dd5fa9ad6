// The line to the server. In: an address below this player's own. Out: the answer, or an error when none came in time.
"use strict";

const line = (() => {
  const PATIENCE = 20000; // ms; a line that hangs is none
  const { server, token } = window.CAMPAIGN_PLAYER || {}; // of a player that lies on the device itself
  const home = server ? `${server}/feeds/${token}/` : "";

  const wait = (ms) => new Promise((done) => setTimeout(done, ms));

  async function ask(address, options = {}) {
    const watch = new AbortController();
    const timer = setTimeout(() => watch.abort(), PATIENCE);
    const asked = performance.now();
    try {
      const answer = await fetch(home + address, { cache: "no-cache", ...options, signal: watch.signal });
      const text = await answer.text();
      return { status: answer.status, ok: answer.ok, headers: answer.headers, text, took: performance.now() - asked };
    } finally {
      clearTimeout(timer);
    }
  }

  const tell = (address, body) =>
    ask(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

  // Bytes of a file, however long they take, unless none come for a while.
  async function fetchBytes(address) {
    const watch = new AbortController();
    let timer = setTimeout(() => watch.abort(), PATIENCE);
    try {
      const answer = await fetch(address, { signal: watch.signal });
      if (!answer.ok) throw fail(answer);
      const parts = [];
      const reader = answer.body.getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        parts.push(part.value);
        clearTimeout(timer);
        timer = setTimeout(() => watch.abort(), PATIENCE);
      }
      return await new Blob(parts).arrayBuffer();
    } finally {
      clearTimeout(timer);
    }
  }

  // An error that keeps the answer, for what it says of when to come back.
  const fail = (answer) => Object.assign(new Error(`answered ${answer.status}`), { answer });

  // ms to wait after so many failures in a row: twice as long each time, up to half an hour, never all players at once.
  function findPause(failures, answer) {
    const asked = 1000 * Number(answer?.headers.get("Retry-After") || 0) || 0;
    return Math.max(asked, Math.min(1800000, 30000 * 2 ** (failures - 1))) * (1 + Math.random() / 4);
  }

  return { ask, tell, fetchBytes, fail, findPause, wait };
})();
