// Signatures as `minisign` writes them (jedisct1.github.io/minisign). In: texts of keys and of .minisig files. Out: their
// parts, and whether one proves some bytes.
"use strict";

const minisign = (() => {
  const write = new TextEncoder();

  function decode(text, length, mark) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    if (bytes.length !== length || bytes[0] !== mark.charCodeAt(0) || bytes[1] !== mark.charCodeAt(1)) throw new Error("no key");
    return { name: toHex(bytes.subarray(2, 10)), rest: bytes.subarray(10) };
  }

  const toHex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  // { name, point }. Raises an error for what is no key.
  function readKey(text) {
    const { name, rest } = decode(text, 42, "Ed");
    return { name, point: rest };
  }

  // { name, proof, whole, comment }: `name` is that of the key it says to be by. Raises an error for what is none.
  function read(text) {
    const [, first, second, last, ...more] = text.split("\n");
    const start = "trusted comment: ";
    if (more.join("") || !second.startsWith(start)) throw new Error("no signature");
    const { name, rest } = decode(first, 74, "ED");
    const whole = Uint8Array.from(atob(last), (letter) => letter.charCodeAt(0));
    return { name, proof: rest, whole, comment: second.slice(start.length) };
  }

  // Whether the key signed these words, and with them the comment.
  function verify(key, words, { name, proof, whole, comment }) {
    if (key.name !== name || !ed25519.verify(key.point, hashes.blake2b(write.encode(words)), proof)) return false;
    return ed25519.verify(key.point, Uint8Array.from([...proof, ...write.encode(comment)]), whole);
  }

  return { readKey, read, verify };
})();
