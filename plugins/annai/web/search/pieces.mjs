/**
 * Owns what a piece of a query may be taken for: a word as written or as read, the beginning of one, one misspelt.
 */

import { isKana, looseKey, readingKey } from "./kana.mjs";
import { extended, misspelt } from "./lexicon.mjs";

/** @typedef {import("./lexicon.mjs").Keys} Keys */
/** @typedef {import("./lexicon.mjs").Near} Near */

/** @typedef {"word" | "reading" | "unfinished" | "misspelt" | "unknown"} PieceKind */
/** @typedef {{typed: string, kind: PieceKind, keys: string[]}} Piece as it was typed, and what it was taken for */
/** @typedef {Piece & {terms: (readonly [number, number])[]}} Found terms with weights, all of one concept */

export const SHORTEST_UNFINISHED = 2;
const SHORTEST_MISSPELT = 4;
const LONGEST_MISSPELT = 16;
/** What a term is worth in percent that is not what was typed but stands for it. */
const UNFINISHED = 60;
const MISSPELT = 50;
const ASCII = /^[\x00-\x7f]*$/;

/**
 * @param {string} key
 * @param {Keys} keys
 * @param {string} [typed]
 * @returns {Found | null}
 */
export function knownAs(key, keys, typed = key) {
  const entry = keys.entry(key);
  if (!entry || (entry.kind !== "word" && entry.kind !== "both")) return null;
  return { typed, kind: "word", keys: [key], terms: [...entry.terms] };
}

/**
 * Kana as the reading of a word, with its long vowels or without.
 * @param {string} kana
 * @param {Keys} keys
 * @param {string} typed
 * @returns {Found | null}
 */
export function readAs(kana, keys, typed) {
  const exact = readingKey(kana);
  const entries = [exact, looseKey(exact)].map((key) => ({ key, entry: keys.entry(key) }));
  const read = entries.find(({ entry }) => entry?.kind === "reading" || entry?.kind === "both");
  return read?.entry ? { typed, kind: "reading", keys: [read.key], terms: [...read.entry.terms] } : null;
}

/**
 * @param {string} piece
 * @param {Keys} keys
 * @param {string} [typed]
 * @returns {Found | null}
 */
export function unfinishedWord(piece, keys, typed = piece) {
  if ([...piece].length < SHORTEST_UNFINISHED) return null;
  return taken(extended(piece, keys), "unfinished", UNFINISHED, typed);
}

/**
 * @param {string} piece
 * @param {Keys} keys
 * @param {string} [typed]
 * @returns {Found | null}
 */
export function near(piece, keys, typed = piece) {
  if (piece.length < SHORTEST_MISSPELT || piece.length > LONGEST_MISSPELT) return null;
  if (!isKana(piece) && !ASCII.test(piece)) return null;
  return taken(misspelt(piece, keys), "misspelt", MISSPELT, typed);
}

/**
 * @param {Near} close
 * @param {PieceKind} kind
 * @param {number} weight
 * @param {string} typed
 * @returns {Found | null}
 */
function taken(close, kind, weight, typed) {
  if (!close.terms.length) return null;
  return { typed, kind, keys: close.keys, terms: close.terms.map((term) => [term, weight]) };
}

/**
 * @param {string} typed
 * @returns {Found}
 */
export function unknown(typed) {
  return { typed, kind: "unknown", keys: [], terms: [] };
}
