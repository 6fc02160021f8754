/**
 * Owns the division of a run of Japanese characters into the words of a lexicon: the cheapest path through a lattice.
 *
 * The twin of the Python module annai.language.lattice.
 */

import { isKana, readingKey, unmistaken } from "./kana.mjs";

/** @typedef {import("./lexicon.mjs").Entry} Entry */
/** @typedef {import("./lexicon.mjs").Keys} Keys */

/**
 * A piece of a run, the key it was found by, and what that stands for: nothing for what is left over.
 * @typedef {{text: string, start: number, key: string, entry: Entry | null}} Edge
 */

const LONGEST_EDGE = 16;
/** On top of a word's own cost, where it was not written so. */
const LOOK_ALIKE_COST = 300;
/** A reading of two kana is mostly a part of something else, but for the commonest words of a site. */
const SHORT = 2;
const COMMON_READING = 1400;
const RARER_THAN_UNKNOWN = 300;

/**
 * The pieces of a run, in order; neighbouring characters that no key takes in are one piece. Of paths of the same cost
 * the one with fewer edges is taken, then, at each place from the left, the one with the longer last edge.
 * @param {string} run
 * @param {Keys} keys
 * @returns {Edge[]}
 */
export function cheapestPath(run, keys) {
  /** @type {{cost: number, edges: number, edge: Edge | null}[]} */
  const best = [{ cost: 0, edges: 0, edge: null }];
  for (let end = 1; end <= run.length; end += 1) {
    const before = best[end - 1];
    let choice = {
      cost: before.cost + keys.unknown,
      edges: before.edges + 1,
      edge: /** @type {Edge} */ ({ text: run[end - 1], start: end - 1, key: "", entry: null }),
    };
    // From the left, so that of two edges that are equally good the longer one is met first.
    let chosen = 1;
    for (let start = Math.max(0, end - LONGEST_EDGE); start < end; start += 1) {
      const found = edgeFor(run.slice(start, end), start, keys);
      if (!found) continue;
      const cost = best[start].cost + found.cost;
      const edges = best[start].edges + 1;
      const size = end - start;
      if (cost < choice.cost || (cost === choice.cost && (edges < choice.edges || (edges === choice.edges && size > chosen)))) {
        choice = { cost, edges, edge: found.edge };
        chosen = size;
      }
    }
    best.push(choice);
  }
  /** @type {Edge[]} */
  const path = [];
  for (let at = run.length; at > 0; ) {
    const edge = /** @type {Edge} */ (best[at].edge);
    const next = path.at(-1);
    at = edge.start;
    if (next && !edge.entry && !next.entry) {
      path[path.length - 1] = { text: edge.text + next.text, start: edge.start, key: "", entry: null };
    } else {
      path.push(edge);
    }
  }
  return path.reverse();
}

/**
 * The edge for a piece, with its cost: as written; in kana as read; with kanji that look like katakana.
 * @param {string} text
 * @param {number} start
 * @param {Keys} keys
 * @returns {{cost: number, edge: Edge} | null}
 */
function edgeFor(text, start, keys) {
  /** @type {{cost: number, edge: Edge} | null} */
  let found = null;
  const entry = keys.entry(text);
  if (entry && entry.kind !== "pair" && (entry.kind !== "reading" || isReadable(text, entry, keys))) {
    found = { cost: entry.cost, edge: { text, start, key: text, entry } };
  }
  if (isKana(text)) {
    const key = readingKey(text);
    const read = key === text ? null : keys.entry(key);
    const meant = read && (read.kind === "reading" || read.kind === "both") && isReadable(key, read, keys);
    if (meant && (!found || read.cost < found.cost)) found = { cost: read.cost, edge: { text, start, key, entry: read } };
  } else if (!found) {
    const plain = unmistaken(text);
    const meant = plain ? keys.entry(plain) : null;
    if (meant && (meant.kind === "word" || meant.kind === "both")) {
      found = { cost: meant.cost + LOOK_ALIKE_COST, edge: { text, start, key: plain, entry: meant } };
    }
  }
  return found;
}

/**
 * Whether a word that was not written so may be meant by its reading in the middle of others.
 * @param {string} key
 * @param {Entry} entry
 * @param {Keys} keys
 */
function isReadable(key, entry, keys) {
  return key.length > SHORT || entry.cost <= Math.min(COMMON_READING, keys.unknown - RARER_THAN_UNKNOWN);
}
