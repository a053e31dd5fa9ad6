// What time it is. In: the server's word for it, whenever it is heard. Out: ms since 1970 by the server's clock, which
// neither jump with the device's clock nor go back over a restart.
"use strict";

const clock = (() => {
  const MOVED = 2000; // ms that the device's clock may stray from its own ticking
  const BEHIND = 60000; // ms before a moment that has already been, from which a clock must be wrong
  const SLOW = 10000; // ms: an answer that took longer tells no time
  let base = Date.now() - performance.now(); // the truth is this and what has ticked
  let device = base;
  let ahead = 0; // ms that the truth is ahead of the device's clock
  let sure = true; // whether the moments it gives may be reported

  const now = () => base + performance.now();

  // `kept` is what save() gave the last time. A device without a battery starts in 1970, or whenever it was unplugged.
  function start(kept) {
    if (!kept) return;
    ahead = kept.ahead;
    base = device + ahead;
    if (now() < kept.latest - BEHIND) {
      base += kept.latest - now();
      sure = false;
    }
  }

  const save = () => ({ ahead: sure ? ahead : 0, latest: now() });

  // The server said `moment` in an answer that took `took` ms and tells time to `exact` ms. Moves only by what is
  // certainly wrong, so that spots do not shiver; returns by how many ms.
  function hear(moment, took, exact = 0) {
    if (!Number.isFinite(moment) || took > SLOW) return 0;
    const off = moment + (exact + took) / 2 - now();
    sure = true;
    const moved = Math.abs(off) > (exact + took) / 2 + 50 ? off : 0;
    base += moved;
    ahead = base - device;
    return moved;
  }

  // Whoever slept has a clock that went on while nothing ticked; one that was set is right from now on. Returns by how
  // many ms the truth moved: what was asked of it before no longer holds.
  function watch() {
    const moved = Date.now() - performance.now() - device;
    if (Math.abs(moved) < MOVED) return 0;
    device += moved;
    const wasSet = moved < 0 || Math.abs(moved - ahead) < MOVED;
    if (wasSet) ahead -= moved;
    else base += moved;
    return wasSet ? 0 : moved;
  }

  return { now, start, save, hear, watch, isSure: () => sure, ahead: () => ahead };
})();
