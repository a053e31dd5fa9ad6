// Plays a channel full screen by the clock. In: playlist.json beside this page, asked for again and again; run from a
// folder, window.CAMPAIGN_BUNDLE. Out: one picture or film after the other; with no network, what was kept.
"use strict";

const player = (() => {
  const PATIENCE = 8000; // ms that a file may take before another one has its turn
  const PENALTY = 60000; // ms that a file which would not play is left out
  const GRACE = 1500; // ms that what was withdrawn may stay until the next file is there
  const FIRST = 2500; // ms that the start waits for the newest list, before it begins with the one it kept
  const REFUSALS = 3; // one odd answer of a proxy must not stop a screen
  const TRIES = 3; // of a list that is refused, before that counts
  const BREATH = 700; // ms between them
  const bundle = window.CAMPAIGN_BUNDLE;
  const broken = new Map(); // name of a file that would not play → until when it is left out
  let list = null;
  let text = ""; // the list as it came
  let signer = ""; // the key that signed it
  let etag = "";
  let turn = 0;
  let ends = 0; // when the turn is over, by the clock
  let timer = 0;
  let asking = 0;
  let refusals = 0;
  let wasUrgent = false;

  // --- the turns ---------------------------------------------------------------------------------------------------

  const may = (item) => !timetable.isRevoked(list, item) && !((broken.get(item.name) || 0) > performance.now());

  // What is at hand goes before what would have to be waited for, but for a message that takes over.
  function findTurn(moment) {
    const ready = (item) => may(item) && files.isAtHand(item);
    const found = timetable.isUrgent(list, moment) ? null : timetable.findTurn(list, moment, ready);
    return found || timetable.findTurn(list, moment, may);
  }

  // Takes the turn: whatever an earlier, slower one still brings is left.
  async function step() {
    const mine = ++turn;
    clearTimeout(timer);
    const slot = list && findTurn(clock.now());
    if (!slot) return rest();
    const layer = stage.take(slot.item);
    try {
      await Promise.race([layer.ready, line.wait(PATIENCE).then(() => Promise.reject(new Error("too slow")))]);
    } catch (error) {
      return spoil(layer, error);
    }
    if (mine !== turn) return;
    stage.show(layer, clock.now() - slot.from);
    plays.begin(slot.item, slot.from);
    wasUrgent = timetable.isUrgent(list, clock.now());
    // a timer may ring a moment early, and bring the same turn again
    timer = setTimeout(step, Math.max(1, Math.ceil(slot.until - clock.now())));
    ends = slot.until;
    expectNext();
  }

  function expectNext() {
    if (list && ends > clock.now()) stage.expect(findTurn(ends + 1)?.item || null);
  }

  function rest() {
    ends = 0;
    plays.end();
    stage.show(null);
    stage.expect(null);
    if (list) timer = setTimeout(step, 1000);
  }

  function spoil(layer, error) {
    if (layer.dropped || !list) return;
    const urgent = timetable.isUrgent(list, clock.now());
    broken.set(layer.item.name, performance.now() + (urgent ? PENALTY / 12 : PENALTY));
    health.report(`${layer.item.name}: ${error.message}`);
    if (layer === stage.playing()) plays.end();
    stage.discard(layer);
    clearTimeout(timer);
    timer = setTimeout(step, 50);
  }

  // --- the list ----------------------------------------------------------------------------------------------------

  async function ask() {
    clearTimeout(asking);
    let pause = null;
    try {
      await trust.renew().catch(tellRefused);
      const { answer, read, proof } = await bring();
      if (answer.status === 404 || answer.status === 410) pause = await refuse();
      else if (answer.ok) takeOver(answer, read, proof);
      else if (answer.headers.get("Retry-After")) pause = line.findPause(1, answer);
    } catch (error) {
      tellRefused(error); // no network, or not the server that answers: what is kept plays on
      if (list && trust.isRevoked(signer)) drop();
    }
    const { poll_seconds = 15, poll_jitter_seconds = 5 } = list || {};
    clearTimeout(asking);
    asking = setTimeout(ask, pause ?? (poll_seconds + Math.random() * poll_jitter_seconds) * 1000);
  }

  // The list, and what proves it if it is another one. A change in between tears them apart, and hosts that share the
  // work may be a moment apart: so what is refused is asked for again before it counts.
  async function bring() {
    for (let tries = TRIES; ; tries--) {
      const answer = await line.ask("playlist.json");
      if (!answer.ok || (answer.text === text && !trust.isRevoked(signer))) return { answer, read: list };
      try {
        const read = readList(answer.text);
        return { answer, read, proof: await trust.prove("playlist.json", answer.text) };
      } catch (error) {
        if (!(error instanceof Refused) || tries === 1) throw error;
        await line.wait(BREATH);
      }
    }
  }

  function readList(words) {
    try {
      return timetable.read(JSON.parse(words));
    } catch {
      throw new Refused("no list");
    }
  }

  const tellRefused = (error) => void (error instanceof Refused && health.report(error.message));

  function takeOver(answer, read, proof) {
    if (refusals >= REFUSALS) return location.reload(); // somebody gave the key back
    refusals = 0;
    const age = Number(answer.headers.get("Age")) || 0;
    hearTime(Date.parse(answer.headers.get("Date")) + age * 1000, answer.took, 1000);
    etag = (answer.headers.get("ETag") || "").replace("W/", "");
    if (proof) {
      trust.remember(proof);
      notes.set("list", { text: answer.text, etag, signature: proof.signature }).catch(() => {});
      ({ text, key: signer } = { text: answer.text, key: proof.key });
    }
    use(read);
  }

  // What was withdrawn leaves first; then files come.
  function use(read) {
    list = read;
    const listed = new Set([...list.media.values()].map((item) => item.name));
    const isGone = (item) => timetable.isRevoked(list, item) || !listed.has(item.name);
    const leaving = stage.playing();
    const gone = leaving && isGone(leaving.item);
    stage.leave(isGone);
    if (gone) line.wait(GRACE).then(() => leaving === stage.playing() && rest());
    if (gone || !leaving || timetable.isUrgent(list, clock.now()) !== wasUrgent) step();
    const wanted = timetable.listItems(list, clock.now()).filter((item) => !timetable.isRevoked(list, item));
    files.keepAll(wanted, expectNext).catch((error) => health.report(error.message));
  }

  // An address that was revoked answers 404, and signs that it is gone: nothing of it stays here. Returns ms until it
  // asks again.
  async function refuse() {
    refusals = Math.min(refusals + 1, REFUSALS);
    if (refusals < REFUSALS) return 3000;
    if (list && !(await trust.isGone())) {
      refusals = 0;
      throw new Refused("404 that nobody signed");
    }
    plays.stop();
    health.stop();
    drop();
    await Promise.all([files.clear(), notes.clear(), forgetShell()]).catch(() => {});
    return null;
  }

  function drop() {
    list = null;
    text = "";
    step();
  }

  async function forgetShell() {
    for (const known of (await navigator.serviceWorker?.getRegistrations?.()) || []) await known.unregister();
    if (self.caches) for (const name of await caches.keys()) if (name.startsWith("shell-")) await caches.delete(name);
  }

  // --- the clock ---------------------------------------------------------------------------------------------------

  function hearTime(moment, took, exact) {
    if (trust.isPast(moment)) return;
    const wasSure = clock.isSure();
    const moved = clock.hear(moment, took, exact);
    if (!wasSure) plays.correct(moved);
    afterMove(moved);
  }

  function afterMove(moved) {
    if (moved) notes.set("clock", clock.save()).catch(() => {});
    if (Math.abs(moved) > 1000 && list) step();
  }

  function tick() {
    const moved = clock.watch();
    if (moved) ask();
    afterMove(moved);
  }

  // --- the start ---------------------------------------------------------------------------------------------------

  async function start() {
    stage.onFail((layer) => spoil(layer, new Error("broke off")));
    await files.start({ folder: Boolean(bundle) }).catch(() => {});
    setInterval(tick, 5000);
    if (bundle) return use(timetable.read(bundle.playlist, "media/"));
    clock.start(await notes.get("clock").catch(() => null));
    await trust.start().catch(tellRefused);
    setInterval(() => notes.set("clock", clock.save()).catch(() => {}), 60000);
    const kept = await notes.get("list").catch(() => null);
    await Promise.race([ask(), line.wait(FIRST)]);
    if (!list && kept && !refusals) useKept(kept);
    plays.start();
    health.start(() => ({ playlist: etag, release: list?.release || 0, playing: stage.playing()?.item.material || "" }), hearTime);
    watchLine();
  }

  function useKept(kept) {
    try {
      const { key } = trust.check(kept.text, kept.signature);
      const read = readList(kept.text);
      ({ text, etag } = kept);
      signer = key;
      use(read);
    } catch (error) {
      tellRefused(error); // half of a list, after the power went
    }
  }

  function watchLine() {
    addEventListener("online", () => {
      ask();
      plays.hurry();
      health.hurry();
    });
  }

  start();
  return { ask };
})();
