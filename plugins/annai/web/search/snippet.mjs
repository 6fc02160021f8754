/**
 * Owns what of a result is shown: the passage that has most of the query, and which characters of it matched.
 *
 * Offsets are in UTF-16 code units of the text that is given back, which is the original, not the folded one.
 */

import { fold, foldPlain, original } from "./fold.mjs";
import { JAPANESE, latinWords } from "./latin.mjs";

/** @typedef {[number, number]} Range */
/** @typedef {{text: string, marks: Range[]}} Marked */
/** What a text may hold of a query: a form, as written (folded); how much it is worth; the term it is a form of. */
/** @typedef {{form: string, weight: number, term: number}} Form */
/** @typedef {{start: number, end: number, weight: number, term: number}} Match */

const LENGTH = 120;
/** How far before the first match a snippet may begin, to start with its sentence. */
const LEAD = 40;
/** What a term adds to a passage's worth that it has already. */
const AGAIN = 0.1;
const SENTENCE_END = /[。．！？!?\n]/;
const ANY_JAPANESE = new RegExp(`[${JAPANESE}]`);
const LETTER = new RegExp(`(?![${JAPANESE}])[\\p{L}\\p{N}]`, "u");
const KANJI = /[\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/;
const LOW_SURROGATE = /[\udc00-\udfff]/;
/** Texts that are kept folded: somebody who types gets the same results over and over. */
const MOST_KEPT = 400;

/** A text, folded, and its words outside Japanese. */
class Prepared {
  /** @type {Map<string, Prepared>} */
  static kept = new Map();

  /** @param {string} text */
  constructor(text) {
    this.folded = fold(text);
    /** @type {import("./latin.mjs").LatinWord[] | null} */
    this.latin = null;
  }

  /** @param {string} text */
  static of(text) {
    let prepared = Prepared.kept.get(text);
    if (!prepared) {
      prepared = new Prepared(text);
      if (Prepared.kept.size >= MOST_KEPT) Prepared.kept.clear();
      Prepared.kept.set(text, prepared);
    }
    return prepared;
  }

  get words() {
    this.latin ??= latinWords(this.folded.text);
    return this.latin;
  }
}

/** Finds in texts what a query's terms look like there. */
export class Marker {
  /** @param {Iterable<Form>} forms */
  constructor(forms) {
    /** @type {Form[]} */
    this.written = [];
    /** @type {Map<string, Form>} */
    this.stems = new Map();
    for (const form of forms) {
      if (ANY_JAPANESE.test(form.form)) this.written.push(form);
      else for (const word of latinWords(foldPlain(form.form))) this.#add(word.text, form);
    }
  }

  /**
   * @param {string} stem
   * @param {Form} form
   */
  #add(stem, form) {
    const known = this.stems.get(stem);
    if (!known || known.weight < form.weight) this.stems.set(stem, form);
  }

  /**
   * The places of a text that matched.
   * @param {string} text
   * @returns {Marked}
   */
  mark(text) {
    return { text, marks: merged(this.#matches(text)) };
  }

  /**
   * The passage of a text that has most of the query, on one line, with an ellipsis where it was cut; the beginning of
   * a text that has nothing of it.
   * @param {string} text
   * @returns {Marked}
   */
  snippet(text) {
    const matches = this.#matches(text);
    const best = densest(matches, LENGTH - LEAD);
    const start = text.length <= LENGTH || best <= LEAD ? 0 : beginning(text, best);
    const end = ending(text, start);
    const before = text.slice(0, start).trim() ? "…" : "";
    const after = text.slice(end).trim() ? "…" : "";
    // Each break becomes one space, so that places stay where they are.
    const line = text.slice(start, end).replace(/\s/g, " ").trimEnd();
    const inside = matches
      .filter((match) => match.start < start + line.length && match.end > start)
      .map((match) => ({ start: Math.max(match.start, start), end: Math.min(match.end, start + line.length) }));
    const shift = before.length - start;
    return {
      text: before + line + after,
      marks: merged(inside).map(([first, last]) => [first + shift, last + shift]),
    };
  }

  /**
   * In the order of their places.
   * @param {string} text
   * @returns {Match[]}
   */
  #matches(text) {
    const prepared = Prepared.of(text);
    const { folded } = prepared;
    /** @type {Match[]} */
    const matches = [];
    /** @type {(start: number, end: number, form: Form) => void} */
    const add = (start, end, { weight, term }) => {
      const [first, last] = original(folded, start, end);
      matches.push({ start: first, end: last, weight, term });
    };
    for (const form of this.written) {
      const size = form.form.length;
      for (let at = folded.text.indexOf(form.form); at >= 0; at = folded.text.indexOf(form.form, at + size)) {
        if (size > 1 || isWord(folded.text, at)) add(at, at + size, form);
      }
    }
    if (this.stems.size) {
      for (const word of prepared.words) {
        const whole = this.stems.get(word.text);
        if (whole) add(word.start, word.end, whole);
        for (const part of whole ? [] : word.parts) {
          const form = this.stems.get(part.text);
          if (form) add(part.start, part.end, form);
        }
      }
    }
    return matches.sort((left, right) => left.start - right.start || left.end - right.end);
  }
}

/**
 * Whether a character is a word by itself: 日, but not that of 今日.
 * @param {string} text
 * @param {number} at
 */
function isWord(text, at) {
  return KANJI.test(text[at]) && !KANJI.test(text[at - 1] ?? "") && !KANJI.test(text[at + 1] ?? "");
}

/**
 * Where the passage of so many characters begins that has most of the terms.
 * @param {Match[]} matches
 * @param {number} room
 */
function densest(matches, room) {
  let best = 0;
  let most = 0;
  for (const [number, first] of matches.entries()) {
    const seen = new Set();
    let worth = 0;
    for (let at = number; at < matches.length && matches[at].end <= first.start + room; at += 1) {
      worth += matches[at].weight * (seen.has(matches[at].term) ? AGAIN : 1);
      seen.add(matches[at].term);
    }
    if (worth > most) {
      best = first.start;
      most = worth;
    }
  }
  return best;
}

/**
 * The beginning of the sentence around a place, or of a word a little before the place if that is too far away.
 * @param {string} text
 * @param {number} place
 */
function beginning(text, place) {
  const earliest = place - LEAD;
  let start = place;
  while (start > earliest && !SENTENCE_END.test(text[start - 1])) start -= 1;
  if (start === earliest) {
    while (start < place && isInsideWord(text, start)) start += 1;
  }
  while (start < place && /\s/.test(text[start])) start += 1;
  return start;
}

/**
 * @param {string} text
 * @param {number} start
 */
function ending(text, start) {
  const latest = Math.min(text.length, start + LENGTH);
  let end = latest;
  while (end > start && isInsideWord(text, end)) end -= 1;
  // What is one word for longer than that is cut where it must be.
  if (end > start + LENGTH / 2) return end;
  return LOW_SURROGATE.test(text[latest] ?? "") ? latest - 1 : latest;
}

/**
 * Whether a cut at a place would go through a word that is not Japanese, or through a character.
 * @param {string} text
 * @param {number} at
 */
function isInsideWord(text, at) {
  const here = text[at] ?? "";
  if (LOW_SURROGATE.test(here)) return true;
  return LETTER.test(here) && LETTER.test(text[at - 1] ?? "");
}

/**
 * @param {Iterable<{start: number, end: number}>} ranges
 * @returns {Range[]}
 */
function merged(ranges) {
  /** @type {Range[]} */
  const apart = [];
  for (const { start, end } of [...ranges].sort((left, right) => left.start - right.start || left.end - right.end)) {
    const last = apart.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else apart.push([start, end]);
  }
  return apart;
}
