// What outlives a restart. In: facts by name, and rows in a queue. Out: the same, on disk as long as the browser has
// room, else in memory.
"use strict";

const notes = (() => {
  const PATIENCE = 3000; // ms; a browser's broken profile may never answer
  let kept = null; // the promise of what keeps: on disk or in memory

  const open = () => (kept = kept || Promise.race([openDisk(), fail(PATIENCE)]).catch(openMemory));

  const fail = (ms) => line.wait(ms).then(() => Promise.reject(new Error("the browser keeps nothing")));

  async function openDisk() {
    const asked = indexedDB.open(`player of ${location.pathname}`, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("facts");
      asked.result.createObjectStore("rows", { autoIncrement: true });
    };
    return settle(asked).then((base) => ({
      get: (name) => act(base, "facts", "readonly", (store) => store.get(name)),
      set: (name, value) => act(base, "facts", "readwrite", (store) => store.put(value, name)),
      add: (row) => act(base, "rows", "readwrite", (store) => store.add(row)),
      count: () => act(base, "rows", "readonly", (store) => store.count()),
      first: (most) => act(base, "rows", "readonly", (store) => pair(store, most)),
      remove: (keys) => act(base, "rows", "readwrite", (store) => keys.map((key) => store.delete(key)).pop()),
      clear: async () => {
        await act(base, "facts", "readwrite", (store) => store.clear());
        await act(base, "rows", "readwrite", (store) => store.clear());
      },
    }));
  }

  const settle = (asked) =>
    new Promise((done, refuse) => {
      asked.onsuccess = () => done(asked.result);
      asked.onerror = asked.onblocked = () => refuse(asked.error || new Error("the browser keeps nothing"));
    });

  // One transaction; it counts once all of it is on disk.
  function act(base, name, mode, ask) {
    return new Promise((done, refuse) => {
      const transaction = base.transaction(name, mode);
      const asked = ask(transaction.objectStore(name));
      transaction.oncomplete = () => done(asked?.result);
      transaction.onerror = transaction.onabort = () => refuse(transaction.error);
    });
  }

  // Keys and values of the oldest rows, as one answer.
  function pair(store, most) {
    const keys = store.getAllKeys(null, most);
    const values = store.getAll(null, most);
    return {
      get result() {
        return keys.result.map((key, place) => [key, values.result[place]]);
      },
    };
  }

  function openMemory() {
    const facts = new Map();
    const rows = new Map();
    let last = 0;
    return {
      get: async (name) => facts.get(name),
      set: async (name, value) => void facts.set(name, value),
      add: async (row) => void rows.set(++last, row),
      count: async () => rows.size,
      first: async (most) => [...rows].slice(0, most),
      remove: async (keys) => keys.forEach((key) => rows.delete(key)),
      clear: async () => [facts, rows].forEach((one) => one.clear()),
    };
  }

  const call = (name) => async (...given) => (await open())[name](...given);

  // Raise when the disk is full; nobody's picture waits for them.
  return Object.fromEntries(["get", "set", "add", "count", "first", "remove", "clear"].map((name) => [name, call(name)]));
})();
