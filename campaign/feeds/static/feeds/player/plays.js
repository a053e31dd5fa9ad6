// Proof of play. In: what came on the screen, and when. Out: rows that the server takes, each once, however late.
"use strict";

const plays = (() => {
  const AT_ONCE = 500; // rows in one report
  const KEPT = 30 * 86400000; // ms; the server takes nothing older
  const EVERY = 60000; // ms between reports
  const SHORT = 1000; // ms; less counts for nothing
  const PLAIN = "blank"; // the material that stands in when there is nothing to show, and proves nothing
  const BREATH = 1000; // ms between full reports: a month's take their time
  const screen_ = new URLSearchParams(location.search).get("screen")?.slice(0, 40) || "";
  const session = makeId();
  let running = null; // { item, turn, since }, by what ticks whatever the clock does
  let failures = 0;
  let timer = 0;
  let atOnce = AT_ONCE;
  let isHeard = false; // whether anybody takes reports

  function makeId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  function start() {
    isHeard = true;
    schedule(EVERY * Math.random());
  }

  // The item is on the screen; `turn` tells one of its turns from the next.
  function begin(item, turn) {
    if (running?.turn === turn && running.item === item) return;
    end();
    running = { item, turn, since: performance.now() };
  }

  function end() {
    const row = running && makeRow(running);
    running = null;
    if (isHeard && row) notes.add(row).catch(makeRoom);
  }

  function makeRow({ item, since }) {
    const length = Math.round(performance.now() - since);
    if (item.material === PLAIN || length < SHORT) return null;
    const row = { id: makeId(), material: item.material, start: clock.now() - length, seconds: length / 1000, screen: screen_ };
    return clock.isSure() ? row : { ...row, unsure: session };
  }

  // The disk is full: the oldest rows go, as they would be refused first.
  async function makeRoom() {
    const oldest = await notes.first(AT_ONCE).catch(() => []);
    await notes.remove(oldest.map(([key]) => key)).catch(() => {});
  }

  // The clock was wrong by so many ms all along: rows of this run are put right; of an earlier one nobody can say.
  let shift = 0;
  const correct = (ms) => void (shift += ms);

  const schedule = (ms) => {
    clearTimeout(timer);
    timer = setTimeout(send, ms);
  };

  async function send() {
    let pause = EVERY * (1 + Math.random() / 4);
    try {
      while (isHeard && clock.isSure() && (await sendSome()));
      failures = 0;
    } catch (error) {
      pause = line.findPause(++failures, error.answer);
    }
    if (isHeard) schedule(pause);
  }

  // Whether there is more.
  async function sendSome() {
    const rows = await notes.first(atOnce);
    const good = rows.filter(([, row]) => isWorth(row));
    await notes.remove(rows.filter((one) => !good.includes(one)).map(([key]) => key));
    if (!good.length) return rows.length > 0;
    const answer = await line.tell("plays", { plays: good.map(([, row]) => write(row)) });
    if (answer.ok) return take(good, JSON.parse(answer.text).results);
    if (answer.status === 404 || answer.status === 429 || answer.status >= 500) throw line.fail(answer);
    return split(good);
  }

  const findStart = (row) => (row.unsure ? row.start + shift : row.start);
  const isWorth = (row) => findStart(row) > clock.now() - KEPT && (!row.unsure || row.unsure === session);

  function write(row) {
    const { unsure, ...told } = row;
    return { ...told, start: new Date(findStart(row)).toISOString() };
  }

  // Each row that was judged is done with, whatever the judgement.
  async function take(rows, results) {
    const judged = new Set(results.map((one) => one.id));
    const done = rows.filter(([, row]) => judged.has(row.id));
    if (!done.length) throw new Error("nothing was judged");
    await notes.remove(done.map(([key]) => key));
    const more = rows.length === atOnce;
    if (rows.length === AT_ONCE) await line.wait(BREATH);
    atOnce = AT_ONCE;
    return more;
  }

  // A report that the server cannot read: fewer rows at once, until the one row is found and left out.
  async function split(rows) {
    if (rows.length === 1) await notes.remove([rows[0][0]]);
    atOnce = Math.max(1, Math.floor(rows.length / 2));
    return true;
  }

  // The network is back.
  function hurry() {
    failures = 0;
    if (isHeard) schedule(1000 + 9000 * Math.random());
  }

  function stop() {
    isHeard = false;
    running = null;
    clearTimeout(timer);
  }

  return { start, begin, end, send, correct, hurry, stop, screen: screen_ };
})();
