/**
 * Owns the folding of text before it is searched: compatibility forms, case, and a map back to the original.
 *
 * The twin of the Python module annai.language.folding; offsets are in UTF-16 code units.
 */

/** Full-width ASCII and the ideographic space, which nearly every Japanese text holds, map one to one. */
const WIDE = /[\uff01-\uff5e\u3000]/g;
/** Only such text can come out changed in more than case. */
const PLAIN = /^[\x00-\x7f\u3001-\u3029\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff]*$/;
/** Of what NFKC leaves as it is, one to one, the last of a run may yet join with a mark that follows it. */
const PIECE =
  /[\x00-\x7f\u3001-\u3029\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff]+(?![\u0300-\u036f\u3099\u309a\uff9e\uff9f])|./suy;
const SURROGATE = /[\ud800-\udfff]/;
const LONE_SURROGATE = /\p{Surrogate}/gu;
/** Dashes that people type for the long-vowel mark; only directly behind katakana. */
const DASH = /[\u2010-\u2015\u2212\u2500]/;
const LONG_VOWEL_DASH = /(?<=[\u30a1-\u30fa\u30fc])[\u2010-\u2015\u2212\u2500]/g;
const KATAKANA = /[\u30a1-\u30f6]/g;
const KATAKANA_WORD = /^[\u30a1-\u30fa\u30fc]+$/;
const ASCII = /^[\x00-\x7f]*$/;
const LATIN_END = 0x250;
/** The mark with the highest combining class, behind which all others are put; it alone has this class. */
const LAST_MARK = "\u0345";

/**
 * Folded text. `starts` and `ends` give for each of its code units the range of the original that it comes from; they
 * are null where each stands where it stood.
 * @typedef {{text: string, starts: readonly number[] | null, ends: readonly number[] | null}} Folded
 */

/**
 * Folds width, compatibility forms and case (Unicode NFKC, lower case). Lone surrogates become spaces.
 * @param {string} text
 * @returns {Folded}
 */
export function fold(text) {
  const whole = SURROGATE.test(text) ? text.replace(LONE_SURROGATE, " ") : text;
  const narrow = whole.replace(WIDE, narrowed);
  const lower = narrow.toLowerCase();
  if (lower.length === text.length && (PLAIN.test(narrow) || narrow.normalize("NFKC") === narrow)) {
    return { text: settle(lower), starts: null, ends: null };
  }
  return foldPiecewise(narrow);
}

/**
 * `fold()` for those who need no way back to the original.
 * @param {string} text
 */
export function foldPlain(text) {
  return fold(text).text;
}

/**
 * The range of the original text that a range of the folded text, which must not be empty, comes from.
 * @param {Folded} folded
 * @param {number} start
 * @param {number} end
 * @returns {[number, number]}
 */
export function original(folded, start, end) {
  return folded.starts && folded.ends ? [folded.starts[start], folded.ends[end - 1]] : [start, end];
}

/**
 * Katakana as hiragana, character by character; the rest as it is.
 * @param {string} text
 */
export function hiragana(text) {
  return text.replace(KATAKANA, (char) => String.fromCharCode(char.charCodeAt(0) - 0x60));
}

/**
 * The form in which a word is stored and looked for: accents dropped from Latin letters, and the long-vowel mark from
 * the end of katakana words of four characters or more.
 * @param {string} text
 */
export function foldTerm(text) {
  const folded = foldPlain(text);
  if (ASCII.test(folded)) return folded;
  if (KATAKANA_WORD.test(folded)) {
    return folded.length > 3 && folded.endsWith("ー") ? folded.replace(/ー+$/, "") : folded;
  }
  if (folded.charCodeAt(0) < LATIN_END) return [...folded.normalize("NFD")].filter((char) => !isMark(char)).join("");
  return folded;
}

/** @param {string} char */
function narrowed(char) {
  return char === "\u3000" ? " " : String.fromCharCode(char.charCodeAt(0) - 0xfee0);
}

/** @param {string} lower */
function settle(lower) {
  // Greek's final sigma depends on what follows, so that the same word would fold in two ways.
  const greek = lower.includes("ς") ? lower.replaceAll("ς", "σ") : lower;
  return DASH.test(greek) ? greek.replace(LONG_VOWEL_DASH, "ー") : greek;
}

/**
 * @param {string} narrow
 * @returns {Folded}
 */
function foldPiecewise(narrow) {
  let text = "";
  /** @type {number[]} */
  const starts = [];
  /** @type {number[]} */
  const ends = [];
  let position = 0;
  while (position < narrow.length) {
    PIECE.lastIndex = position;
    const piece = /** @type {RegExpExecArray} */ (PIECE.exec(narrow))[0];
    let end = position + piece.length;
    if (piece.length === sizeAt(narrow, position)) {
      while (end < narrow.length && joins(narrow, end)) end += sizeAt(narrow, end);
      const folded = narrow.slice(position, end).normalize("NFKC").toLowerCase();
      text += folded;
      for (let at = 0; at < folded.length; at += 1) {
        starts.push(position);
        ends.push(end);
      }
    } else {
      text += piece.toLowerCase();
      for (let at = position; at < end; at += 1) {
        starts.push(at);
        ends.push(at + 1);
      }
    }
    position = end;
  }
  return { text: settle(text), starts, ends };
}

/**
 * How many code units the character at a place takes.
 * @param {string} text
 * @param {number} at
 */
function sizeAt(text, at) {
  return /** @type {number} */ (text.codePointAt(at)) > 0xffff ? 2 : 1;
}

/**
 * Whether NFKC may draw the character at a place and the one before it together.
 * @param {string} text
 * @param {number} at
 */
function joins(text, at) {
  if (text.charCodeAt(at) < 0x300) return false;
  const decomposed = text.slice(at, at + sizeAt(text, at)).normalize("NFKD");
  const base = decomposed.slice(0, sizeAt(decomposed, 0));
  return isMark(base) || (base >= "\u1160" && base <= "\u11ff");
}

/**
 * Whether a character has a combining class, which JavaScript tells only by how it orders marks.
 * @param {string} char
 */
function isMark(char) {
  return char === LAST_MARK || !`${LAST_MARK}${char}`.normalize("NFD").startsWith(LAST_MARK);
}
