/**
 * Owns a site's lexicon: what a piece of a query may stand for, by key, and what is close to a piece it lacks.
 *
 * The twin of the Python module annai.language.lexicon. Keys are in the order of their UTF-16 code units, in shards
 * that are fetched when they are needed; until then a key is as good as none, and whoever asked has to ask again.
 */

import { isKana, readingKey } from "./kana.mjs";

/** @typedef {"word" | "reading" | "both" | "grammar" | "pair"} EntryKind */

/**
 * What a key stands for: terms of the site (by number) with weights in percent, strongest first; what a lattice pays.
 * @typedef {{cost: number, kind: EntryKind, terms: readonly (readonly [number, number])[]}} Entry
 */

/** @typedef {{keys: string[], entries: number[][]}} LexiconShard each entry [cost, kind, term, weight, ...] */
/** @typedef {{keys: string[], terms: number[]}} Near keys, and the terms that they stand for */

/** What the analysis of a query asks of a lexicon. */
/**
 * @typedef {object} Keys
 * @property {number} unknown what a lattice pays for a character that no key takes in
 * @property {(key: string) => Entry | null} entry
 * @property {(prefix: string) => string[]} keysWith in order
 * @property {() => void} pause throws `Lacking` if anything that was asked for so far is not here yet
 */

/** @type {EntryKind[]} */
const KINDS = ["word", "reading", "both", "grammar", "pair"];
const MOST_NEAR = 4;
/** Of an entry's terms, those that the key itself stands for; the rest is only akin to them. */
const OWN_WEIGHT = 80;
const SURROGATE = /[\ud800-\udfff]/;

/** There is no point in going on before what is lacking has been fetched. */
export class Lacking extends Error {}

/** A shard, made ready to be looked into. */
class Opened {
  /** @param {LexiconShard} shard */
  constructor({ keys, entries }) {
    this.keys = keys;
    /** @type {Map<string, Entry>} */
    this.entries = new Map();
    for (const [at, [cost, kind, ...terms]] of entries.entries()) {
      /** @type {[number, number][]} */
      const pairs = [];
      for (let term = 0; term < terms.length; term += 2) pairs.push([terms[term], terms[term + 1]]);
      this.entries.set(keys[at], { cost, kind: KINDS[kind], terms: pairs });
    }
  }
}

/** The entries of a site by key, as far as their shards are here. */
export class Lexicon {
  /**
   * @param {readonly string[]} firstKeys of the shards, in order
   * @param {(shard: number, lacking: Set<string>) => LexiconShard | undefined} shardAt
   * @param {number} unknown
   */
  constructor(firstKeys, shardAt, unknown) {
    this.firstKeys = firstKeys;
    this.shardAt = shardAt;
    this.unknown = unknown;
    /** @type {(Opened | undefined)[]} */
    this.opened = [];
  }

  /**
   * The lexicon for one analysis; what that asks for and is not here is put with what is lacking.
   * @param {Set<string>} lacking
   * @returns {Keys}
   */
  keys(lacking) {
    return {
      unknown: this.unknown,
      entry: (key) => this.#opened(lastUpTo(this.firstKeys, key), lacking)?.entries.get(key) ?? null,
      keysWith: (prefix) => this.#keysWith(prefix, lacking),
      pause: () => {
        if (lacking.size) throw new Lacking();
      },
    };
  }

  /**
   * @param {string} prefix
   * @param {Set<string>} lacking
   */
  #keysWith(prefix, lacking) {
    /** @type {string[]} */
    const found = [];
    // Everything begins with nothing, and stands for nothing in particular.
    if (!prefix) return found;
    const end = `${prefix}\uffff`;
    for (let at = Math.max(0, lastUpTo(this.firstKeys, prefix)); this.firstKeys[at] < end; at += 1) {
      const keys = this.#opened(at, lacking)?.keys ?? [];
      for (let key = lastUpTo(keys, prefix); key < keys.length; key += 1) {
        if (key >= 0 && keys[key].startsWith(prefix)) found.push(keys[key]);
        else if (keys[key] > end) break;
      }
    }
    return found;
  }

  /**
   * @param {number} at
   * @param {Set<string>} lacking
   */
  #opened(at, lacking) {
    if (at < 0 || at >= this.firstKeys.length) return undefined;
    if (!this.opened[at]) {
      const shard = this.shardAt(at, lacking);
      if (shard) this.opened[at] = new Opened(shard);
    }
    return this.opened[at];
  }
}

/**
 * The place of the last value in an ordered list that is not above another one; -1 where all are.
 * @template {string | number} Value
 * @param {ArrayLike<Value>} values
 * @param {Value} value
 */
export function lastUpTo(values, value) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * The keys that a piece is the beginning of, as written or (in kana) as read, and their most frequent terms.
 * @param {string} piece
 * @param {Keys} keys
 * @returns {Near}
 */
export function extended(piece, keys) {
  const found = new Set(keys.keysWith(piece).filter((key) => counts(keys, key, "word")));
  if (isKana(piece)) {
    for (const key of keys.keysWith(readingKey(piece))) {
      if (counts(keys, key, "reading")) found.add(key);
    }
  }
  return mostFrequent(found, keys);
}

/**
 * The keys one edit away from a piece, as written or (in kana) as read, and their most frequent terms. They begin with
 * the same character, or the piece's first two are swapped.
 * @param {string} piece
 * @param {Keys} keys
 * @returns {Near}
 */
export function misspelt(piece, keys) {
  const found = new Set(around(piece, keys).filter((key) => oneEdit(piece, key) && counts(keys, key, "word")));
  if (isKana(piece)) {
    const read = readingKey(piece);
    for (const key of around(read, keys)) {
      if (oneEdit(read, key) && counts(keys, key, "reading")) found.add(key);
    }
  }
  return mostFrequent(found, keys);
}

/**
 * Whether one insertion, deletion, replacement or swap of neighbours makes one text of the other.
 * @param {string} one
 * @param {string} other
 */
export function oneEdit(one, other) {
  const astral = SURROGATE.test(one) || SURROGATE.test(other);
  /** @type {readonly [ArrayLike<string>, ArrayLike<string>]} */
  const texts = astral ? [[...one], [...other]] : [one, other];
  const [left, right] = texts[0].length <= texts[1].length ? texts : [texts[1], texts[0]];
  if (right.length - left.length > 1 || one === other) return false;
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  if (left.length < right.length) return sameFrom(left, at, right, at + 1);
  if (sameFrom(left, at + 1, right, at + 1)) return true;
  return left[at] === right[at + 1] && left[at + 1] === right[at] && sameFrom(left, at + 2, right, at + 2);
}

/**
 * Whether two texts go on alike to their ends from a place in each.
 * @param {ArrayLike<string>} left
 * @param {number} from
 * @param {ArrayLike<string>} right
 * @param {number} start
 */
function sameFrom(left, from, right, start) {
  if (left.length - from !== right.length - start) return false;
  for (let at = from; at < left.length; at += 1) {
    if (left[at] !== right[at - from + start]) return false;
  }
  return true;
}

/**
 * @param {string} piece
 * @param {Keys} keys
 */
function around(piece, keys) {
  const found = keys.keysWith(piece.slice(0, 1));
  // Swapped at the beginning.
  return piece.length > 1 && piece[1] !== piece[0] ? [...found, ...keys.keysWith(piece[1] + piece[0])] : found;
}

/**
 * @param {Keys} keys
 * @param {string} key
 * @param {EntryKind} kind
 */
function counts(keys, key, kind) {
  const found = keys.entry(key)?.kind;
  return found === kind || found === "both";
}

/**
 * The keys with the least costs, short ones first, that together stand for a few terms; and these terms.
 * @param {Iterable<string>} found
 * @param {Keys} keys
 * @returns {Near}
 */
function mostFrequent(found, keys) {
  const entries = [...found].map((key) => {
    const { cost, terms } = /** @type {Entry} */ (keys.entry(key));
    return { key, cost, terms, size: SURROGATE.test(key) ? [...key].length : key.length };
  });
  entries.sort((left, right) => left.cost - right.cost || left.size - right.size || (left.key < right.key ? -1 : 1));
  /** @type {string[]} */
  const used = [];
  /** @type {Set<number>} */
  const terms = new Set();
  for (const entry of entries) {
    const own = entry.terms.filter(([term, weight]) => weight >= OWN_WEIGHT && !terms.has(term));
    if (!own.length) continue;
    used.push(entry.key);
    for (const [term] of own) terms.add(term);
    if (terms.size >= MOST_NEAR) break;
  }
  return { keys: used, terms: [...terms].slice(0, MOST_NEAR) };
}
