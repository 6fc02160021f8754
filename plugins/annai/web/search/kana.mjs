/**
 * Owns kana: the key under which readings are compared, and Latin letters read as Japanese (henpin, へんぴん).
 *
 * The twin of the Python modules annai.language.romaji and annai.language.lexicon (`reading_key`).
 */

import { hiragana } from "./fold.mjs";

const KANA_WORD = /^[\u3041-\u3096\u30a1-\u30fa\u30fc]+$/;
const SMALL = "ぁぃぅぇぉゃゅょっゎゕゖゔぢづを";
const LARGE = "あいうえおやゆよつわかけぶじずお";
const UNLIKE = new RegExp(`[${SMALL}]`, "g");
const V_SOUND = /ゔ([ぁぃぇぉ])/g;
/** @type {Record<string, string>} */
const B_SOUNDS = { ぁ: "ば", ぃ: "び", ぇ: "べ", ぉ: "ぼ" };

/** @type {Record<string, string>} */
const ROWS = {
  "": "あいうえお", k: "かきくけこ", s: "さしすせそ", t: "たちつてと", n: "なにぬねの", h: "はひふへほ",
  m: "まみむめも", y: "や ゆ よ", r: "らりるれろ", w: "わ   を", g: "がぎぐげご", z: "ざじずぜぞ",
  d: "だぢづでど", b: "ばびぶべぼ", p: "ぱぴぷぺぽ", f: "  ふ  ", j: " じ   ",
};
/** Consonants that take a small や, ゆ or よ behind the kana of their i. */
const GLIDES = {
  ky: "き", sy: "し", sh: "し", ty: "ち", ch: "ち", cy: "ち", ny: "に", hy: "ひ", my: "み",
  ry: "り", gy: "ぎ", zy: "じ", jy: "じ", j: "じ", by: "び", py: "ぴ",
};
const FOREIGN = {
  fa: "ふぁ", fi: "ふぃ", fe: "ふぇ", fo: "ふぉ", ti: "ち", thi: "てぃ", dhi: "でぃ", va: "ゔぁ",
  vi: "ゔぃ", vu: "ゔ", ve: "ゔぇ", vo: "ゔぉ", she: "しぇ", che: "ちぇ", je: "じぇ", shi: "し",
  chi: "ち", tsu: "つ",
};
const LONGEST_SYLLABLE = 3;
const SYLLABLES = syllables();

/**
 * Whether a text is kana and nothing else.
 * @param {string} text
 */
export function isKana(text) {
  return KANA_WORD.test(text);
}

/**
 * The key under which readings are compared: hiragana without long-vowel marks, small kana as large, ヴァ as バ.
 * @param {string} text
 */
export function readingKey(text) {
  return hiragana(text)
    .replace(V_SOUND, (_, small) => B_SOUNDS[small])
    .replaceAll("ー", "")
    .replace(UNLIKE, (char) => LARGE[SMALL.indexOf(char)]);
}

/**
 * The text as hiragana if all of it can be read as romaji, else an empty text. Takes lower case.
 * @param {string} text
 */
export function romajiToHiragana(text) {
  let kana = "";
  let at = 0;
  while (at < text.length) {
    const [size, syllable] = syllableAt(text, at);
    if (syllable) {
      kana += syllable;
      at += size;
    } else if (text[at] === "n") {
      kana += "ん";
      // nn is how keyboards take ん, except in front of a vowel: konnichi.
      at += text[at + 1] === "n" && !"aiueoy".includes(text[at + 2] ?? "!") ? 2 : 1;
    } else if (/[a-z]/.test(text[at]) && (text[at] === text[at + 1] || text.startsWith("tch", at))) {
      kana += "っ";
      at += 1;
    } else {
      return "";
    }
  }
  return kana;
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {[number, string | undefined]}
 */
function syllableAt(text, at) {
  for (let size = LONGEST_SYLLABLE; size > 0; size -= 1) {
    const syllable = SYLLABLES.get(text.slice(at, at + size));
    if (syllable && at + size <= text.length) return [size, syllable];
  }
  return [0, undefined];
}

function syllables() {
  /** @type {Map<string, string>} */
  const table = new Map();
  for (const [consonant, row] of Object.entries(ROWS)) {
    for (const [column, vowel] of [..."aiueo"].entries()) {
      if (row[column] !== " ") table.set(consonant + vowel, row[column]);
    }
  }
  for (const [consonant, kana] of Object.entries(GLIDES)) {
    for (const [vowel, small] of [["a", "ゃ"], ["u", "ゅ"], ["o", "ょ"]]) table.set(consonant + vowel, kana + small);
  }
  for (const [romaji, kana] of Object.entries(FOREIGN)) table.set(romaji, kana);
  return table;
}
