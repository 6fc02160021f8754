/**
 * Owns English stems: the algorithm of M. F. Porter, "An algorithm for suffix stripping" (1980).
 *
 * As Whoosh 2.7 has it (whoosh.lang.porter), word for word and with its departures, since the index is made with that.
 */

const STEP_2 = new Map(
  /** @type {[string, string][]} */ ([
    ["ational", "ate"], ["tional", "tion"], ["enci", "ence"], ["anci", "ance"], ["izer", "ize"], ["bli", "ble"],
    ["alli", "al"], ["entli", "ent"], ["eli", "e"], ["ousli", "ous"], ["ization", "ize"], ["ation", "ate"],
    ["ator", "ate"], ["alism", "al"], ["iveness", "ive"], ["fulness", "ful"], ["ousness", "ous"], ["aliti", "al"],
    ["iviti", "ive"], ["biliti", "ble"], ["logi", "log"],
  ]),
);
const STEP_3 = new Map(
  /** @type {[string, string][]} */ ([
    ["icate", "ic"], ["ative", ""], ["alize", "al"], ["iciti", "ic"], ["ical", "ic"], ["ful", ""], ["ness", ""],
  ]),
);
const ENDS_2 = new RegExp(`^(.+?)(${[...STEP_2.keys()].join("|")})$`);
const ENDS_3 = new RegExp(`^(.+?)(${[...STEP_3.keys()].join("|")})$`);
const ENDS_4 = /^(.+?)(al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ou|ism|ate|iti|ous|ive|ize)$/;
const ENDS_4_ION = /^(.+?[st])ion$/;

// A word's measure m counts its vowels that consonants follow; y behind a consonant is a vowel.
const M_OVER_0 = /^(?:[^aeiouy]+)?[aeiou]+[^aeiouy]+/;
const M_IS_1 = /^(?:[^aeiouy]+)?[aeiou]+[^aeiouy]+(?:[aeiou]+)?$/;
const M_OVER_1 = /^(?:[^aeiouy]+)?[aeiou]+[^aeiouy]+[aeiou]+[^aeiouy]+/;
const HAS_VOWEL = /^(?:[^aeiouy]+)?[aeiouy]/;
const SHORT = /^[^aeiouy]+[aeiouy][^aeiouwxy]$/;

/**
 * The stem of a lower-case word of ASCII letters.
 * @param {string} word
 */
export function porter(word) {
  if (word.length < 3) return word;
  // At the beginning y is a consonant: written large, no pattern takes it for a vowel.
  const first = word.startsWith("y");
  let stem = plural(first ? `Y${word.slice(1)}` : word);
  stem = past(stem);
  if (stem.endsWith("y") && HAS_VOWEL.test(stem.slice(0, -1))) stem = `${stem.slice(0, -1)}i`;
  stem = replaced(stem, ENDS_2, STEP_2);
  stem = replaced(stem, ENDS_3, STEP_3);
  const end = ENDS_4.exec(stem) ?? ENDS_4_ION.exec(stem);
  if (end && M_OVER_1.test(end[1])) stem = end[1];
  if (stem.length > 1 && stem.endsWith("e")) {
    const rest = stem.slice(0, -1);
    if (M_OVER_1.test(rest) || (M_IS_1.test(rest) && !SHORT.test(rest))) stem = rest;
  }
  if (stem.endsWith("ll") && M_OVER_1.test(stem)) stem = stem.slice(0, -1);
  return first ? `y${stem.slice(1)}` : stem;
}

/** @param {string} word */
function plural(word) {
  if (word.endsWith("sses") || word.endsWith("ies")) return word.slice(0, -2);
  return word.endsWith("s") && word.at(-2) !== "s" ? word.slice(0, -1) : word;
}

/** @param {string} word */
function past(word) {
  if (word.endsWith("eed")) return M_OVER_0.test(word.slice(0, -3)) ? word.slice(0, -1) : word;
  const rest = /^(.*)(?:ed|ing)$/.exec(word)?.[1];
  if (rest === undefined || !HAS_VOWEL.test(rest)) return word;
  // Porter means these two for ends of words. Whoosh asks them of whole words: hopping becomes hopp.
  if (/^(?:at|bl|iz)$/.test(rest)) return `${rest}e`;
  if (/^([^aeiouylsz])\1$/.test(rest)) return rest.slice(0, -1);
  return SHORT.test(rest) ? `${rest}e` : rest;
}

/**
 * @param {string} word
 * @param {RegExp} ends
 * @param {Map<string, string>} instead
 */
function replaced(word, ends, instead) {
  const found = ends.exec(word);
  return found && M_OVER_0.test(found[1]) ? found[1] + instead.get(found[2]) : word;
}
