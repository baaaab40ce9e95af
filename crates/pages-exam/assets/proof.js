// @ts-check
// The work that registering costs: a text after the challenge with which SHA-256 begins with enough zero bits. Reckoned here,
// since the browser's own digest takes longer to be called than to be made, and is not there on plain HTTP.

/** The first 32 bits of what roots of primes have after the point. @param {number} power */
const fractions = (power) => {
  /** @type {number[]} */
  const primes = [];
  for (let number = 2; primes.length < 64; number += 1) if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  return primes.map((prime) => ((prime ** (1 / power)) % 1) * 2 ** 32 | 0);
};
const START = fractions(2).slice(0, 8);
const ROUNDS = fractions(3);

/** @param {number} word @param {number} by */
const turn = (word, by) => (word >>> by) | (word << (32 - by));

/** SHA-256 of bytes, as eight words. @param {Uint8Array} bytes */
export function sha256(bytes) {
  const blocks = new DataView(new ArrayBuffer(((bytes.length + 8) >> 6) * 64 + 64));
  new Uint8Array(blocks.buffer).set(bytes);
  blocks.setUint8(bytes.length, 0x80);
  blocks.setUint32(blocks.byteLength - 4, bytes.length * 8);
  const state = Int32Array.from(START);
  const words = new Int32Array(64);
  for (let at = 0; at < blocks.byteLength; at += 64) {
    for (let i = 0; i < 16; i += 1) words[i] = blocks.getInt32(at + i * 4);
    mix(state, words);
  }
  return Uint32Array.from(state);
}

/** One block. @param {Int32Array} state @param {Int32Array} words */
function mix(state, words) {
  for (let i = 16; i < 64; i += 1) {
    const [early, late] = [words[i - 15], words[i - 2]];
    const one = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const other = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    words[i] = (words[i - 16] + one + words[i - 7] + other) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0;
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (state[i] + word) | 0));
}

/** How many bits are zero before the first that is not. @param {Uint32Array} digest */
export function leadingZeros(digest) {
  let zeros = 0;
  for (const word of digest) {
    zeros += Math.clz32(word);
    if (word !== 0) break;
  }
  return zeros;
}

/** `challenge:nonce` with enough zero bits. @param {string} challenge @param {number} difficulty */
export function solve(challenge, difficulty) {
  const writer = new TextEncoder();
  for (let nonce = 0; ; nonce += 1) {
    const answer = `${challenge}:${nonce.toString(36)}`;
    if (leadingZeros(sha256(writer.encode(answer))) >= difficulty) return answer;
  }
}
