// Signatures by Ed25519 (RFC 8032, 5.1.7). In: a public key, a message, a signature. Out: whether it is one.
//
// Browsers have it since 2025 only, and lend it to pages of HTTPS; screens are older. Nothing here is secret, so it may
// take as long as it takes: some milliseconds. Strict: whatever has a second way to be written is none.
"use strict";

const ed25519 = (() => {
  const P = (1n << 255n) - 19n;
  const ORDER = (1n << 252n) + 27742317777372353535851937790883648493n;
  const D = modulo(-121665n * power(121666n, P - 2n));
  const ROOT = power(2n, (P - 1n) / 4n); // of -1
  const ZERO = [0n, 1n, 1n, 0n]; // x, y, z, x·y, as 5.1.4 has them
  const BASE = read(encode([0n, modulo(4n * power(5n, P - 2n)), 1n, 0n]));

  function modulo(value) {
    const rest = value % P;
    return rest < 0n ? rest + P : rest;
  }

  function power(base, exponent) {
    let result = 1n;
    for (let square = base; exponent; exponent >>= 1n, square = (square * square) % P) {
      if (exponent & 1n) result = (result * square) % P;
    }
    return result;
  }

  function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
    const a = (y1 - x1) * (y2 - x2);
    const b = (y1 + x1) * (y2 + x2);
    const c = modulo(t1 * 2n * D) * t2;
    const d = z1 * 2n * z2;
    const [e, f, g, h] = [b - a, d - c, d + c, b + a].map(modulo);
    return [modulo(e * f), modulo(g * h), modulo(f * g), modulo(e * h)];
  }

  // one · first + other · second, both at once: each bit doubles, then adds what it stands for.
  function combine(one, first, other, second) {
    const sums = [null, first, second, add(first, second)];
    let sum = ZERO;
    for (let bit = 255n; bit >= 0n; bit--) {
      sum = add(sum, sum);
      const which = Number((one >> bit) & 1n) + 2 * Number((other >> bit) & 1n);
      if (which) sum = add(sum, sums[which]);
    }
    return sum;
  }

  function toNumber(bytes) {
    return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  }

  // The point of 32 bytes (5.1.3); null where there is none.
  function read(bytes) {
    const number = toNumber(bytes);
    const y = number & ((1n << 255n) - 1n);
    if (y >= P) return null;
    const square = modulo((y * y - 1n) * power(modulo(D * y * y + 1n), P - 2n));
    let x = power(square, (P + 3n) / 8n);
    if (modulo(x * x) !== square) x = modulo(x * ROOT);
    if (modulo(x * x) !== square) return null;
    const sign = number >> 255n;
    if (x === 0n && sign) return null;
    if ((x & 1n) !== sign) x = P - x;
    return [x, y, 1n, modulo(x * y)];
  }

  function encode([x, y, z]) {
    const inverse = power(z, P - 2n);
    let number = modulo(y * inverse) | ((modulo(x * inverse) & 1n) << 255n);
    return Uint8Array.from({ length: 32 }, () => {
      const byte = Number(number & 255n);
      number >>= 8n;
      return byte;
    });
  }

  function verify(key, message, signature) {
    if (key.length !== 32 || signature.length !== 64) return false;
    const start = signature.subarray(0, 32);
    const proof = toNumber(signature.subarray(32));
    const point = read(key);
    if (!point || proof >= ORDER) return false;
    const digest = toNumber(hashes.sha512(Uint8Array.from([...start, ...key, ...message]))) % ORDER;
    const [x, y, z, t] = point;
    const found = encode(combine(proof, BASE, digest, [P - x, y, z, P - t]));
    return found.every((byte, place) => byte === start[place]);
  }

  return { verify };
})();
