/**
 * Owns the analysis of a query: what was typed, and what it may stand for in a site's own words.
 *
 * The twin of the Python module annai.language.query: the same steps, held to one file of vectors. Terms are numbers
 * here, as the lexicon has them.
 */

import { foldPlain, hiragana } from "./fold.mjs";
import { isKana, romajiToHiragana } from "./kana.mjs";
import { JAPANESE, isStopWord, latinWords } from "./latin.mjs";
import { cheapestPath } from "./lattice.mjs";
import { Lacking } from "./lexicon.mjs";
import { SHORTEST_UNFINISHED, knownAs, near, readAs, unfinishedWord, unknown } from "./pieces.mjs";

/** @typedef {import("./lattice.mjs").Edge} Edge */
/** @typedef {import("./lexicon.mjs").Keys} Keys */
/** @typedef {import("./pieces.mjs").Found} Found */

/** @typedef {{term: number, weight: number, concept: number}} QueryTerm the weight in percent */
/** @typedef {{text: string, terms: QueryTerm[], pieces: Found[]}} Query its terms in the order they were met, none twice */
/** @typedef {{text: string, at: number, parts: string[] | null}} Run with the words of one that is not Japanese */

/** The concept of a term that only supports others (a pair of characters). */
export const NO_CONCEPT = -1;

/** Longer input is no question; its beginning says what it is about. */
const LONGEST_QUERY = 1000;
/** What a term is worth in percent that is only a part of what was typed, or a pair of its characters. */
const COMPOUND_PART = 50;
const PAIR_WEIGHT = 20;
const SHORTEST_ROMAJI = 3;
const MOST_TAIL = 3;
const PAIR = "~";
const JAPANESE_RUN = new RegExp(`[${JAPANESE}]+`, "g");
const ONLY_HIRAGANA = /^[\u3041-\u309f]+$/;
const SCRIPT_RUN = /[\u3041-\u3096]+|[\u30a1-\u30fa\u30fc]+/g;
// White space as Python has it.
const KANA_THEN =
  /(?<=[\u3041-\u3096\u30a1-\u30fa\u30fc])[bcdfghjklmnpqrstvwxyz]{1,2}[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$/;
const LAST_CONSONANTS = /[bcdfghjkmnprstwyz]{1,2}$/;

/**
 * The terms that a query asks for, in the words of a lexicon. What the lexicon lacks just now is told by `keys`; the
 * query is to be analysed again when that has come.
 * @param {string} text
 * @param {Keys} keys
 * @returns {Query}
 */
export function analyseQuery(text, keys) {
  const folded = withoutTyping(foldPlain(shortened(text)));
  const runs = runsOf(folded);
  /** @type {Found[]} */
  const found = [];
  for (const [at, run] of runs.entries()) {
    const last = at === runs.length - 1;
    try {
      found.push(...(run.parts ? latin(run.text, run.parts, keys, last) : japanese(run.text, keys, last)));
    } catch (error) {
      // The other runs may say what they need at once.
      if (!(error instanceof Lacking)) throw error;
    }
  }
  /** @type {Map<number, QueryTerm>} */
  const weighted = new Map();
  let concept = 0;
  for (const piece of found) {
    for (const [term, weight] of piece.terms) {
      const known = weighted.get(term);
      if (!known || known.weight < weight) weighted.set(term, { term, weight, concept });
    }
    if (piece.terms.length) concept += 1;
  }
  for (const pair of pairsOf(folded)) {
    const entry = keys.entry(pair);
    if (entry && !weighted.has(entry.terms[0][0])) {
      weighted.set(entry.terms[0][0], { term: entry.terms[0][0], weight: PAIR_WEIGHT, concept: NO_CONCEPT });
    }
  }
  return { text, terms: [...weighted.values()], pieces: found };
}

/** @param {string} text */
function shortened(text) {
  return text.length <= LONGEST_QUERY ? text : [...text].slice(0, LONGEST_QUERY).join("");
}

/**
 * The text without the Latin letters that an input method has not turned into kana yet (きゃんせr).
 * @param {string} folded
 */
function withoutTyping(folded) {
  return folded.replace(KANA_THEN, "");
}

/**
 * The Japanese runs and the words outside Japanese, in order; stop words only where there is nothing else.
 * @param {string} folded
 * @returns {Run[]}
 */
function runsOf(folded) {
  /** @type {Run[]} */
  const runs = [...folded.matchAll(JAPANESE_RUN)].map((run) => ({ text: run[0], at: run.index, parts: null }));
  const words = latinWords(folded).map(({ text, parts, start, end }) => ({
    text: folded.slice(start, end),
    at: start,
    parts: [text, ...parts.map((part) => part.text)],
  }));
  const spoken = words.filter(({ text, parts }) => parts.length > 1 || !isStopWord(text));
  const chosen = spoken.length || runs.length ? spoken : words;
  return [...runs, ...chosen].sort((left, right) => left.at - right.at);
}

/** @param {string} folded */
function pairsOf(folded) {
  /** @type {string[]} */
  const pairs = [];
  for (const [run] of folded.matchAll(JAPANESE_RUN)) {
    for (let at = 0; at + 1 < run.length; at += 1) {
      const pair = run.slice(at, at + 2);
      if (!ONLY_HIRAGANA.test(pair)) pairs.push(PAIR + hiragana(pair));
    }
  }
  return pairs;
}

/**
 * A word outside Japanese, as written, with its stem; a compound the site lacks is asked for by its parts.
 * @param {string} raw
 * @param {string[]} words the whole and its parts
 * @param {Keys} keys
 * @param {boolean} last whether it ends the query
 * @returns {Found[]}
 */
function latin(raw, [whole, ...parts], keys, last) {
  const known = knownAs(raw, keys) ?? knownAs(whole, keys, raw);
  keys.pause();
  if (known) return [known];
  const spelt = romaji(raw, keys, last);
  if (spelt.length) return spelt;
  if (parts.length) {
    return parts
      .filter((part) => !isStopWord(part))
      .flatMap((part) => latin(part, [part], keys, last && part === parts.at(-1)))
      .map((found) => ({
        ...found,
        terms: found.terms.map(([term, weight]) => [term, Math.floor((weight * COMPOUND_PART) / 100)]),
      }));
  }
  const unfinished = last ? unfinishedWord(raw, keys) : null;
  keys.pause();
  if (unfinished) return [unfinished];
  return [near(raw, keys) ?? near(whole, keys, raw) ?? unknown(raw)];
}

/**
 * What Latin letters stand for that can be read as kana; nothing where that makes no sense throughout.
 * @param {string} raw
 * @param {Keys} keys
 * @param {boolean} last
 * @returns {Found[]}
 */
function romaji(raw, keys, last) {
  const kana = raw.length >= SHORTEST_ROMAJI ? romajiToHiragana(raw) : "";
  if (!kana) {
    if (!last || raw.length <= SHORTEST_ROMAJI) return [];
    const begun = romajiToHiragana(raw.replace(LAST_CONSONANTS, ""));
    const unfinished = begun.length >= SHORTEST_UNFINISHED ? unfinishedWord(begun, keys, raw) : null;
    keys.pause();
    return unfinished ? [unfinished] : [];
  }
  const read = readAs(kana, keys, raw);
  keys.pause();
  if (read) return [read];
  const path = cheapestPath(kana, keys);
  keys.pause();
  if (path.every((edge) => edge.entry) && path.some((edge) => edge.text.length > 1)) return path.flatMap(ofEdge);
  const unfinished = last ? unfinishedWord(kana, keys, raw) : null;
  keys.pause();
  const found = unfinished ?? near(kana, keys, raw);
  keys.pause();
  return found ? [found] : [];
}

/**
 * @param {string} run
 * @param {Keys} keys
 * @param {boolean} last
 * @returns {Found[]}
 */
function japanese(run, keys, last) {
  const kana = isKana(run);
  if (kana) {
    const whole = knownAs(run, keys) ?? readAs(run, keys, run);
    keys.pause();
    if (whole) return [whole];
  }
  const path = cheapestPath(run, keys);
  keys.pause();
  const leftOver = path.some((edge) => !edge.entry);
  if (kana && (leftOver || path.some((edge) => edge.entry?.terms.length))) {
    const unfinished = last ? unfinishedWord(run, keys) : null;
    keys.pause();
    if (unfinished) return [unfinished];
    const misspelling = leftOver ? near(run, keys) : null;
    keys.pause();
    if (misspelling) return [misspelling];
  }
  const tail = last ? unfinishedTail(path, keys) : null;
  keys.pause();
  return tail ? [...along(path.slice(0, -tail.edges), keys), tail.found] : along(path, keys);
}

/**
 * How many of a path's last edges are the beginning of a word; and that word.
 * @param {Edge[]} path
 * @param {Keys} keys
 * @returns {{edges: number, found: Found} | null}
 */
function unfinishedTail(path, keys) {
  if (path.at(-1)?.entry !== null) return null;
  for (let edges = Math.min(MOST_TAIL, path.length); edges > 0; edges -= 1) {
    const tail = path.slice(-edges);
    // Only what is short may have been cut off from its word by chance.
    if (!tail.every((edge) => edge.text.length <= 3 || !edge.entry)) continue;
    const found = unfinishedWord(tail.map((edge) => edge.text).join(""), keys);
    if (found) return { edges, found };
  }
  return null;
}

/**
 * What the edges of a path stand for; a stretch of one script with something left over may be misspelt.
 * @param {Edge[]} path
 * @param {Keys} keys
 * @returns {Found[]}
 */
function along(path, keys) {
  const run = path.map((edge) => edge.text).join("");
  /** @type {{start: number, end: number, found: Found}[]} */
  const spans = [];
  for (const stretch of run.matchAll(SCRIPT_RUN)) {
    const start = stretch.index;
    const end = start + stretch[0].length;
    const inside = path.filter((edge) => edge.start < end && edge.start + edge.text.length > start);
    if (inside.every((edge) => edge.entry)) continue;
    if (!inside.every((edge) => start <= edge.start && edge.start + edge.text.length <= end)) continue;
    const found = near(stretch[0], keys);
    if (found) spans.push({ start, end, found });
  }
  return path.flatMap((edge) => {
    const span = spans.find(({ start, end }) => start <= edge.start && edge.start < end);
    if (span) return edge.start === span.start ? [span.found] : [];
    return edge.entry ? ofEdge(edge) : [near(edge.text, keys) ?? unknown(edge.text)];
  });
}

/**
 * @param {Edge} edge
 * @returns {Found[]}
 */
function ofEdge({ text, key, entry }) {
  if (!entry?.terms.length) return [];
  const kind = key === text && entry.kind !== "reading" ? "word" : "reading";
  return [{ typed: text, kind, keys: [key], terms: [...entry.terms] }];
}
