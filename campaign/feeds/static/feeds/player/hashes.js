// Digests that browsers lack, or lend to pages of HTTPS alone. In: bytes. Out: BLAKE2b-512 (RFC 7693), SHA-512 (FIPS
// 180-4), each 64 bytes.
"use strict";

const hashes = (() => {
  const MASK = (1n << 64n) - 1n;
  const PRIMES = [];
  for (let n = 2; PRIMES.length < 80; n++) if (PRIMES.every((prime) => n % prime)) PRIMES.push(n);

  // The first 64 bits behind the point of a prime's root: where the constants of both come from.
  function findFraction(prime, degree) {
    const wanted = BigInt(prime) << BigInt(64 * degree);
    let low = 0n;
    for (let bit = 1n << 70n; bit; bit >>= 1n) if ((low + bit) ** BigInt(degree) <= wanted) low += bit;
    return low & MASK;
  }

  const START = PRIMES.slice(0, 8).map((prime) => findFraction(prime, 2));
  const ROUNDS = PRIMES.map((prime) => findFraction(prime, 3));

  // --- BLAKE2b, in halves of 32 bits: lists are long ---------------------------------------------------------------

  const WORDS = new Uint32Array(START.flatMap((word) => [Number(word & 0xffffffffn), Number(word >> 32n)]));
  const ORDER = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
  ];
  const COLUMNS = [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15]];
  const DIAGONALS = [[0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]];
  const LINES = [...COLUMNS, ...DIAGONALS].map((line) => line.map((place) => 2 * place));

  function add(v, a, low, high) {
    const sum = v[a] + low;
    v[a] = sum;
    v[a + 1] += high + (sum > 0xffffffff ? 1 : 0);
  }

  // v[d] = (v[d] ^ v[a]) turned right by `bits`, fewer than 32.
  function turn(v, d, a, bits) {
    const low = v[d] ^ v[a];
    const high = v[d + 1] ^ v[a + 1];
    v[d] = (low >>> bits) | (high << (32 - bits));
    v[d + 1] = (high >>> bits) | (low << (32 - bits));
  }

  function swap(v, d, a) {
    const low = v[d] ^ v[a];
    v[d] = v[d + 1] ^ v[a + 1];
    v[d + 1] = low;
  }

  function mix(v, m, [a, b, c, d], x, y) {
    add(v, a, v[b], v[b + 1]);
    add(v, a, m[x], m[x + 1]);
    swap(v, d, a); // by 32
    add(v, c, v[d], v[d + 1]);
    turn(v, b, c, 24);
    add(v, a, v[b], v[b + 1]);
    add(v, a, m[y], m[y + 1]);
    turn(v, d, a, 16);
    add(v, c, v[d], v[d + 1]);
    swap(v, b, c); // by 63: by 32, then by 31
    turnBy31(v, b);
  }

  function turnBy31(v, b) {
    const low = v[b];
    const high = v[b + 1];
    v[b] = (low >>> 31) | (high << 1);
    v[b + 1] = (high >>> 31) | (low << 1);
  }

  function compress(state, block, count, isLast) {
    const v = new Uint32Array(32);
    v.set(state);
    v.set(WORDS, 16);
    v[24] ^= count;
    v[25] ^= Math.floor(count / 0x100000000);
    if (isLast) v[28] = ~v[28];
    if (isLast) v[29] = ~v[29];
    for (let round = 0; round < 12; round++) {
      const order = ORDER[round % 10];
      LINES.forEach((line, n) => mix(v, block, line, 2 * order[2 * n], 2 * order[2 * n + 1]));
    }
    for (let n = 0; n < 16; n++) state[n] ^= v[n] ^ v[n + 16];
  }

  function blake2b(bytes) {
    const state = WORDS.slice();
    state[0] ^= 0x01010040; // no key, 64 bytes
    const view = new DataView(new ArrayBuffer(128));
    const block = new Uint32Array(32);
    let at = 0;
    do {
      const part = bytes.subarray(at, at + 128);
      at += part.length;
      new Uint8Array(view.buffer).fill(0).set(part);
      for (let n = 0; n < 32; n++) block[n] = view.getUint32(4 * n, true);
      compress(state, block, at, at >= bytes.length);
    } while (at < bytes.length);
    const out = new DataView(new ArrayBuffer(64));
    state.forEach((word, n) => out.setUint32(4 * n, word, true));
    return new Uint8Array(out.buffer);
  }

  // --- SHA-512, of a few hundred bytes at a time -------------------------------------------------------------------

  const right = (word, bits) => ((word >> BigInt(bits)) | (word << BigInt(64 - bits))) & MASK;

  function sha512(bytes) {
    const length = Math.ceil((bytes.length + 17) / 128) * 128;
    const padded = new DataView(new ArrayBuffer(length));
    new Uint8Array(padded.buffer).set(bytes);
    padded.setUint8(bytes.length, 0x80);
    padded.setBigUint64(length - 8, BigInt(bytes.length) * 8n);
    let state = START;
    for (let at = 0; at < length; at += 128) state = digestBlock(state, padded, at);
    const out = new DataView(new ArrayBuffer(64));
    state.forEach((word, n) => out.setBigUint64(8 * n, word));
    return new Uint8Array(out.buffer);
  }

  function digestBlock(state, view, at) {
    const w = Array.from({ length: 16 }, (_, n) => view.getBigUint64(at + 8 * n));
    for (let n = 16; n < 80; n++) {
      const early = right(w[n - 15], 1) ^ right(w[n - 15], 8) ^ (w[n - 15] >> 7n);
      const late = right(w[n - 2], 19) ^ right(w[n - 2], 61) ^ (w[n - 2] >> 6n);
      w.push((w[n - 16] + early + w[n - 7] + late) & MASK);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let n = 0; n < 80; n++) {
      const choice = (e & f) ^ (~e & MASK & g);
      const one = h + (right(e, 14) ^ right(e, 18) ^ right(e, 41)) + choice + ROUNDS[n] + w[n];
      const two = (right(a, 28) ^ right(a, 34) ^ right(a, 39)) + ((a & b) ^ (a & c) ^ (b & c));
      [a, b, c, d, e, f, g, h] = [(one + two) & MASK, a, b, c, (d + one) & MASK, e, f, g];
    }
    return [a, b, c, d, e, f, g, h].map((word, n) => (word + state[n]) & MASK);
  }

  return { blake2b, sha512 };
})();
