/**
 * Owns kana: the key under which readings are compared, and Latin letters read as Japanese (henpin, へんぴん).
 *
 * The twin of the Python modules annai.language.kana and annai.language.romaji.
 */

import { hiragana } from "./fold.mjs";

const KANA_WORD = /^[\u3041-\u3096\u30a1-\u30fa\u30fc]+$/;
const SMALL = "ぁぃぅぇぉゃゅょっゎゕゖゔぢづを";
const LARGE = "あいうえおやゆよつわかけぶじずお";
const UNLIKE = new RegExp(`[${SMALL}]`, "g");
const V_SOUND = /ゔ([ぁぃぇぉ])/g;
/** @type {Record<string, string>} */
const B_SOUNDS = { ぁ: "ば", ぃ: "び", ぇ: "べ", ぉ: "ぼ" };

/** A long o or u, as ryousyuusyo and ryosyusyo differ in it. */
const LONG_VOWEL =
  /(?<=[うくすつぬふむゆるぐずぶぷおこそとのほもよろごぞどぼぽ])う|(?<=[おこそとのほもよろごぞどぼぽ])お/g;
/** Kanji that look like katakana; typed by mistake, and by optical readers. */
const LIKE_KATAKANA = "二工口力夕八卜一千";
const MEANT = "ニエロカタハトーチ";
const MISTAKEN = new RegExp(
  `^(?=.*[\\u30a1-\\u30fa])(?=.*[${LIKE_KATAKANA}])[\\u30a1-\\u30fa\\u30fc${LIKE_KATAKANA}]{3,}$`,
);

/** @type {Record<string, string>} */
const ROWS = {
  "": "あいうえお", k: "かきくけこ", s: "さしすせそ", t: "たちつてと", n: "なにぬねの", h: "はひふへほ",
  m: "まみむめも", y: "や ゆ よ", r: "らりるれろ", w: "わ   を", g: "がぎぐげご", z: "ざじずぜぞ",
  d: "だぢづでど", b: "ばびぶべぼ", p: "ぱぴぷぺぽ", c: "か く こ",
};
/** Consonants that take a small や, ゆ or よ behind the kana of their i. */
const GLIDES = {
  ky: "き", sy: "し", sh: "し", ty: "ち", ch: "ち", cy: "ち", ny: "に", hy: "ひ", my: "み",
  ry: "り", gy: "ぎ", zy: "じ", jy: "じ", j: "じ", dy: "ぢ", by: "び", py: "ぴ",
};
/** Sounds of foreign words, and the syllables that Hepburn writes in its own way. */
const OTHERS = {
  shi: "し", chi: "ち", tsu: "つ", fu: "ふ", ji: "じ", dji: "ぢ", dzu: "づ", dsu: "づ",
  fa: "ふぁ", fi: "ふぃ", fe: "ふぇ", fo: "ふぉ", fyu: "ふゅ", thi: "てぃ", dhi: "でぃ", dhu: "でゅ",
  va: "ゔぁ", vi: "ゔぃ", vu: "ゔ", ve: "ゔぇ", vo: "ゔぉ", she: "しぇ", sye: "しぇ", che: "ちぇ",
  tye: "ちぇ", je: "じぇ", zye: "じぇ", ye: "いぇ", wi: "うぃ", we: "うぇ", twu: "とぅ", dwu: "どぅ",
  tsa: "つぁ", tsi: "つぃ", tse: "つぇ", tso: "つぉ", kwa: "くぁ", gwa: "ぐぁ",
  xtu: "っ", ltu: "っ", xtsu: "っ", ltsu: "っ", xya: "ゃ", xyu: "ゅ", xyo: "ょ",
  lya: "ゃ", lyu: "ゅ", lyo: "ょ", xa: "ぁ", xi: "ぃ", xu: "ぅ", xe: "ぇ", xo: "ぉ",
};
const LONGEST_SYLLABLE = 4;
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
 * A `readingKey()` without its long vowels, as romaji leaves them out: りようしゆうしよ, りよしゆしよ.
 * @param {string} key
 */
export function looseKey(key) {
  return key.replace(LONG_VOWEL, "");
}

/**
 * A word in katakana without the kanji that look like them (コンビ二, 工ラー); empty where there are none.
 * @param {string} text
 */
export function unmistaken(text) {
  if (!MISTAKEN.test(text)) return "";
  return [...text].map((char) => MEANT[LIKE_KATAKANA.indexOf(char)] ?? char).join("");
}

/**
 * The text as hiragana if all of it can be read as romaji, else an empty text. Takes lower case; a hyphen is the
 * long-vowel mark (pasuwa-do), an apostrophe divides (kin'en).
 * @param {string} text
 */
export function romajiToHiragana(text) {
  if (!/[a-z]/.test(text) || /[^a-z'-]/.test(text)) return "";
  let kana = "";
  let at = 0;
  while (at < text.length) {
    const [size, found] = syllableAt(text, at) ?? soundAt(text, at, kana !== "");
    if (size === 0) return "";
    kana += found;
    at += size;
  }
  return kana;
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {[number, string] | null}
 */
function syllableAt(text, at) {
  for (let size = Math.min(LONGEST_SYLLABLE, text.length - at); size > 0; size -= 1) {
    const syllable = SYLLABLES.get(text.slice(at, at + size));
    if (syllable) return [size, syllable];
  }
  return null;
}

/**
 * What stands between syllables: long vowels, ん, っ. A size of 0 where there is no such sound.
 * @param {string} text
 * @param {number} at
 * @param {boolean} inside whether kana stand before it
 * @returns {[number, string]}
 */
function soundAt(text, at, inside) {
  const letter = text[at];
  const next = text[at + 1] ?? "";
  if (letter === "-" && inside) return [1, "ー"];
  if (letter === "'" && inside) return [1, ""];
  // nn is how keyboards take ん, except in front of a vowel: konnichi.
  if (letter === "n") return [next === "n" && !/[aiueoy]/.test(text[at + 2] ?? "") ? 2 : 1, "ん"];
  if (letter === "m" && /[bmp]/.test(next)) return [1, "ん"];
  if (/[a-z]/.test(letter) && (letter === next || text.startsWith("tch", at))) return [1, "っ"];
  return [0, ""];
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
  for (const [romaji, kana] of Object.entries(OTHERS)) table.set(romaji, kana);
  return table;
}
