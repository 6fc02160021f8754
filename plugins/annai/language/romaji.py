"""Owns the reading of Latin letters as Japanese (henpin, へんぴん): Hepburn, Kunrei and what keyboards take."""

from functools import cache

_VOWELS = "aiueo"
_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ",
    "m": "まみむめも", "y": "や ゆ よ", "r": "らりるれろ", "w": "わ   を", "g": "がぎぐげご", "z": "ざじずぜぞ",
    "d": "だぢづでど", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ", "c": "か く こ",
}  # fmt: skip
# Consonants that take a small や, ゆ or よ behind the kana of their i.
_GLIDES = {
    "ky": "き", "sy": "し", "sh": "し", "ty": "ち", "ch": "ち", "cy": "ち", "ny": "に", "hy": "ひ", "my": "み",
    "ry": "り", "gy": "ぎ", "zy": "じ", "jy": "じ", "j": "じ", "dy": "ぢ", "by": "び", "py": "ぴ",
}  # fmt: skip
# Sounds of foreign words, and the syllables that Hepburn writes in its own way.
_OTHERS = {
    "shi": "し", "chi": "ち", "tsu": "つ", "fu": "ふ", "ji": "じ", "dji": "ぢ", "dzu": "づ", "dsu": "づ",
    "fa": "ふぁ", "fi": "ふぃ", "fe": "ふぇ", "fo": "ふぉ", "fyu": "ふゅ", "thi": "てぃ", "dhi": "でぃ", "dhu": "でゅ",
    "va": "ゔぁ", "vi": "ゔぃ", "vu": "ゔ", "ve": "ゔぇ", "vo": "ゔぉ", "she": "しぇ", "sye": "しぇ", "che": "ちぇ",
    "tye": "ちぇ", "je": "じぇ", "zye": "じぇ", "ye": "いぇ", "wi": "うぃ", "we": "うぇ", "twu": "とぅ", "dwu": "どぅ",
    "tsa": "つぁ", "tsi": "つぃ", "tse": "つぇ", "tso": "つぉ", "kwa": "くぁ", "gwa": "ぐぁ",
    "xtu": "っ", "ltu": "っ", "xtsu": "っ", "ltsu": "っ", "xya": "ゃ", "xyu": "ゅ", "xyo": "ょ",
    "lya": "ゃ", "lyu": "ゅ", "lyo": "ょ", "xa": "ぁ", "xi": "ぃ", "xu": "ぅ", "xe": "ぇ", "xo": "ぉ",
}  # fmt: skip
_LONGEST_SYLLABLE = 4
_LONG_VOWEL = "-"


def romaji_to_hiragana(text: str) -> str:
    """The text as hiragana if all of it can be read as romaji, else an empty text. Takes lower case.

    A hyphen is the long-vowel mark (pasuwa-do), an apostrophe divides (kin'en).
    """
    if not text.isascii() or not text.replace(_LONG_VOWEL, "").replace("'", "").isalpha():
        return ""
    table = _syllables()
    kana: list[str] = []
    at = 0
    while at < len(text):
        for size in range(_LONGEST_SYLLABLE, 0, -1):
            if syllable := table.get(text[at : at + size]):
                kana.append(syllable)
                at += size
                break
        else:
            letter, following = text[at], text[at + 1 : at + 2]
            if letter == _LONG_VOWEL and kana:
                kana.append("ー")
            elif letter == "'" and kana:
                pass
            elif letter == "n":
                kana.append("ん")
                # nn is how keyboards take ん, except in front of a vowel: konnichi.
                at += following == "n" and text[at + 2 : at + 3] not in tuple("aiueoy")
            elif letter == "m" and following in tuple("bmp"):
                kana.append("ん")
            elif letter.isalpha() and (letter == following or text[at : at + 3] == "tch"):
                kana.append("っ")
            else:
                return ""
            at += 1
    return "".join(kana)


@cache
def _syllables() -> dict[str, str]:
    table = {
        consonant + vowel: kana
        for consonant, row in _ROWS.items()
        for vowel, kana in zip(_VOWELS, row, strict=True)
        if kana != " "
    }
    for consonant, kana in _GLIDES.items():
        table |= {consonant + vowel: kana + small for vowel, small in (("a", "ゃ"), ("u", "ゅ"), ("o", "ょ"))}
    return table | _OTHERS
