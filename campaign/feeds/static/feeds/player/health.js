// How the player is. In: what the other parts know of themselves. Out: a heartbeat now and then; its answer tells time.
"use strict";

const health = (() => {
  const EVERY = 300000; // ms
  const SOON = 20000; // ms after something went wrong
  const ERROR = 60000; // ms that an error is told at least
  let timer = 0;
  let failures = 0;
  let error = { text: "", until: 0 };
  let ask = null; // what is told: () → the facts of the list and the stage
  let heard = () => {};

  function start(facts, onTime) {
    ask = facts;
    heard = onTime;
    schedule(2000 + 8000 * Math.random());
  }

  function schedule(ms) {
    clearTimeout(timer);
    if (ask) timer = setTimeout(beat, ms);
  }

  async function beat() {
    try {
      const answer = await line.tell("heartbeat", await describe());
      if (!answer.ok) throw line.fail(answer);
      failures = 0;
      heard(Date.parse(JSON.parse(answer.text).now), answer.took);
      schedule(EVERY * (1 + Math.random() / 5));
    } catch (error) {
      schedule(line.findPause(++failures, error.answer));
    }
  }

  async function describe() {
    return {
      clock: new Date(Date.now()).toISOString(),
      ...ask(),
      screen: plays.screen,
      free_bytes: await files.countFree(),
      kept: files.state.kept,
      wanted: files.state.wanted,
      waiting: await notes.count().catch(() => 0),
      error: findError(),
      player: "web 1",
    };
  }

  function findError() {
    if (error.until > performance.now()) return error.text;
    return files.state.full ? "storage full" : files.state.error;
  }

  // What went wrong is told soon, once for many.
  function report(text) {
    const isNew = error.until < performance.now();
    error = { text: text.slice(0, 200), until: performance.now() + EVERY + ERROR };
    if (ask && isNew && !failures) schedule(SOON * (1 + Math.random()));
  }

  function stop() {
    ask = null;
    clearTimeout(timer);
  }

  return { start, beat, report, stop, error: findError, hurry: () => ask && schedule(1000 + 9000 * Math.random()) };
})();
