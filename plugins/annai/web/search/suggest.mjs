/**
 * Owns what is offered where nothing was found: the words of a site that are nearest to what was typed.
 */

import { isKana, readingKey } from "./kana.mjs";
import { oneEdit } from "./lexicon.mjs";

/** @typedef {import("./lexicon.mjs").Keys} Keys */
/** A word as it is written; or the term that is read so, where only that is known. */
/** @typedef {{text: string} | {term: number}} Nearest */

const MOST = 4;
/** A shorter beginning is not near any more. */
const LEAST_SHARE = 0.5;
const LONGEST = 24;

/**
 * The nearest words to the pieces of a query, nearest first: those one edit away, then those that share most of the
 * beginning, as written or as read; the most frequent first.
 * @param {readonly string[]} pieces
 * @param {Keys} keys
 * @returns {Nearest[]}
 */
export function nearest(pieces, keys) {
  /** @type {Map<string, Nearest>} */
  const found = new Map();
  for (const typed of pieces) {
    const piece = typed.slice(0, LONGEST);
    for (const key of [...edited(piece, keys), ...sharing(piece, keys)]) {
      const entry = keys.entry(key);
      if (!entry || entry.kind === "grammar" || entry.kind === "pair") continue;
      found.set(key, entry.kind === "reading" ? { term: entry.terms[0][0] } : { text: key });
    }
  }
  return [...found.values()].slice(0, MOST);
}

/**
 * @param {string} piece
 * @param {Keys} keys
 */
function edited(piece, keys) {
  if (piece.length < 3) return [];
  const near = keys.keysWith(piece[0]).filter((key) => oneEdit(piece, key));
  if (isKana(piece)) {
    const read = readingKey(piece);
    near.push(...keys.keysWith(read.slice(0, 1)).filter((key) => oneEdit(read, key)));
  }
  return byFrequency(near, keys);
}

/**
 * The keys with the longest beginning in common.
 * @param {string} piece
 * @param {Keys} keys
 */
function sharing(piece, keys) {
  const ways = isKana(piece) ? [piece, readingKey(piece)] : [piece];
  const least = Math.max(1, Math.ceil(piece.length * LEAST_SHARE));
  for (let size = piece.length; size >= least; size -= 1) {
    const near = ways.flatMap((way) => keys.keysWith(way.slice(0, size)).filter((key) => key.length > 1));
    if (near.length) return byFrequency(near, keys);
  }
  return [];
}

/**
 * @param {string[]} found
 * @param {Keys} keys
 */
function byFrequency(found, keys) {
  const costs = [...new Set(found)].map((key) => ({ key, cost: keys.entry(key)?.cost ?? 0 }));
  costs.sort((left, right) => left.cost - right.cost || left.key.length - right.key.length);
  return costs.slice(0, MOST).map(({ key }) => key);
}
