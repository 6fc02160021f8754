/**
 * Owns words outside Japanese: runs of letters and digits, compounds of them, and English stems.
 *
 * The twin of the Python module annai.language.latin.
 */

import { foldTerm } from "./fold.mjs";
import { porter } from "./porter.mjs";

/** The characters that Japanese words are written in, for use inside a regular expression's brackets. */
export const JAPANESE =
  "\\u3005-\\u3007\\u3041-\\u3096\\u309d\\u309e\\u30a1-\\u30fa\\u30fc-\\u30fe\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff";

const LETTER = `(?![${JAPANESE}])[\\p{L}\\p{N}]`;
/** Parts joined as in alert-group, 4.7.0, foo_bar, KN-12345678, I'd. */
const COMPOUND = new RegExp(`(?:${LETTER})+(?:[-._'’,](?:${LETTER})+)*`, "gu");
const PART = new RegExp(`(?:${LETTER})+`, "gu");
const NUMBER = /^\p{Nd}{1,3}(?:,\p{Nd}{3})+$/u;
const JOINED = /[-._'’,]/;
const WORD = /^[A-Za-z]{3,}$/;
const STOP_WORDS = new Set(
  (
    "a an and are as at be been but by can could did do does for from had has have how i if in into is it its me my " +
    "of on or our s so t than that the their them then there these they this to us was we were what when where which " +
    "will with would you your"
  ).split(" "),
);

/** @typedef {{text: string, start: number, end: number}} Part */
/** @typedef {{text: string, parts: Part[], start: number, end: number}} LatinWord */

/**
 * The words of a folded text that are not Japanese: stems without accents. A word with one part comes with no parts.
 * @param {string} folded
 * @returns {LatinWord[]}
 */
export function latinWords(folded) {
  return [...folded.matchAll(COMPOUND)].map((found) => {
    const [raw] = found;
    const start = found.index;
    const end = start + raw.length;
    if (!JOINED.test(raw)) return { text: stem(raw), parts: [], start, end };
    if (NUMBER.test(raw)) return { text: raw.replaceAll(",", ""), parts: [], start, end };
    const parts = [...raw.matchAll(PART)].map((part) => ({
      text: stem(part[0]),
      start: start + part.index,
      end: start + part.index + part[0].length,
    }));
    return { text: raw.replaceAll("’", "'"), parts, start, end };
  });
}

/**
 * Whether an English word, as it is written, says nothing about what a text is about.
 * @param {string} word
 */
export function isStopWord(word) {
  return STOP_WORDS.has(word);
}

/**
 * The English stem of a folded word; words with digits or other letters stay whole.
 * @param {string} word
 */
export function stem(word) {
  const plain = foldTerm(word);
  return WORD.test(plain) ? porter(plain) : plain;
}
