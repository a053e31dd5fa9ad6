// Whom to believe. In: what the line brings, and the root key, which came with the player. Out: lists that are ours, for
// this player, and not older than what it had; whatever else comes raises Refused, and changes nothing.
//
// The root signs the list of keys, those sign playlists (docs/signing.md). A player that once saw a newer list of either
// takes no older one again, whoever sends it.
"use strict";

class Refused extends Error {
  constructor(why) {
    super(`refused: ${why}`);
  }
}

const trust = (() => {
  const HOUR = 3600000; // ms between two looks for newer keys
  const SOON = 60000; // ms after one that brought nothing
  const SLACK = 120000; // ms that the server's clock may be behind its own stamps
  const { root, player, keys: given } = window.CAMPAIGN_PLAYER || document.getElementById("screen").dataset;
  let keys = { version: 0, keys: [], revoked: [] };
  let kept = ""; // the text of them
  let seen = { serial: 0, key: "" }; // of the newest list, and who signed it
  let next = 0; // when to look for newer keys

  async function start() {
    if (given) takeKeys(given);
    const facts = await Promise.all(["keys", "seen"].map((name) => notes.get(name).catch(() => null)));
    try {
      if (facts[0]) takeKeys(facts[0]);
    } catch {
      // half written, or by another root: they are asked for anew
    }
    if (facts[1]) seen = facts[1];
  }

  function takeKeys({ text, signature }) {
    const found = open(signature);
    if (!minisign.verify(minisign.readKey(root), text, found)) throw new Refused("keys that the root did not sign");
    const list = JSON.parse(text);
    if (list.kind !== "campaign keys") throw new Refused("keys that are none");
    if (list.version < keys.version) throw new Refused("an older list of keys");
    keys = { ...list, keys: list.keys.map((one) => ({ ...minisign.readKey(one.key), ...one })), revoked: list.revoked.map(minisign.readKey) };
    kept = text;
    if (isRevoked(seen.key)) seen = { serial: 0, key: "" }; // whoever had that key may have set it as high as it goes
  }

  function open(signature) {
    try {
      return minisign.read(signature);
    } catch {
      throw new Refused("no signature");
    }
  }

  // Ask for newer keys, once an hour or when somebody `must` know. Raises Refused, or what the line raises.
  async function renew(must = false) {
    if (performance.now() < next && !must) return;
    next = performance.now() + SOON;
    const answer = await line.ask("keys.json");
    if (!answer.ok) throw line.fail(answer);
    if (answer.text !== kept) {
      const signature = await line.ask("keys.json.minisig");
      takeKeys({ text: answer.text, signature: signature.text });
      notes.set("keys", { text: answer.text, signature: signature.text }).catch(() => {});
    }
    next = performance.now() + HOUR * (1 + Math.random() / 10);
  }

  const isRevoked = (name) => keys.revoked.some((one) => one.name === name);

  // What a signature says of some words: { key, serial, words }. Raises Refused.
  function check(text, signature) {
    const found = open(signature);
    if (isRevoked(found.name)) throw new Refused("a key that was revoked");
    const key = keys.keys.find((one) => one.name === found.name);
    if (!key) throw new Refused("a key that is not ours");
    if (key.until && clock.isSure() && Date.parse(key.until) <= clock.now()) throw new Refused("a key that has ended");
    if (!minisign.verify(key, text, found)) throw new Refused("a wrong signature");
    const words = found.comment.split(" ");
    const tell = (name) => words[words.lastIndexOf(name) + 1];
    if (tell("player") !== player) throw new Refused("a list of another player");
    return { key: found.name, serial: Number(tell("serial")), words };
  }

  // The same of what came over the line, which knows newer keys and must not be older. Raises Refused.
  async function prove(name, text) {
    const { ok, text: signature } = await line.ask(`${name}.minisig`);
    if (!ok) throw new Refused("no signature");
    const { name: signer } = open(signature);
    if (!keys.keys.some((one) => one.name === signer)) await renew(true);
    const proof = check(text, signature);
    if (!proof.words.includes(name)) throw new Refused("a signature of something else");
    if (!(proof.serial >= seen.serial)) throw new Refused("an older list");
    return { ...proof, signature };
  }

  // The list is in use: none before it will be.
  function remember({ serial, key }) {
    seen = { serial, key };
    notes.set("seen", seen).catch(() => {});
  }

  // Whether the server itself says that this address is nobody's.
  async function isGone() {
    const { ok, text } = await line.ask("gone.minisig");
    if (!ok) return false;
    const { words, serial } = check("nobody\n", text);
    return words[0] === "gone" && serial >= seen.serial;
  }

  // No moment before what was signed can be now.
  const isPast = (moment) => moment < seen.serial * 1000 - SLACK;

  return { start, renew, check, prove, remember, isGone, isRevoked, isPast };
})();
