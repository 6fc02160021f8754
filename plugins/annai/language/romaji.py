"""Owns the reading of Latin letters as Japanese (henpin, へんぴん), Hepburn and the spellings that keyboards take."""

_VOWELS = "aiueo"
_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ",
    "m": "まみむめも", "y": "や ゆ よ", "r": "らりるれろ", "w": "わ   を", "g": "がぎぐげご", "z": "ざじずぜぞ",
    "d": "だぢづでど", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ", "f": "  ふ  ", "j": " じ   ",
}  # fmt: skip
# Consonants that take a small や, ゆ or よ behind the kana of their i.
_GLIDES = {
    "ky": "き", "sy": "し", "sh": "し", "ty": "ち", "ch": "ち", "cy": "ち", "ny": "に", "hy": "ひ", "my": "み",
    "ry": "り", "gy": "ぎ", "zy": "じ", "jy": "じ", "j": "じ", "by": "び", "py": "ぴ",
}  # fmt: skip
_FOREIGN = {
    "fa": "ふぁ", "fi": "ふぃ", "fe": "ふぇ", "fo": "ふぉ", "ti": "ち", "thi": "てぃ", "dhi": "でぃ", "va": "ゔぁ",
    "vi": "ゔぃ", "vu": "ゔ", "ve": "ゔぇ", "vo": "ゔぉ", "she": "しぇ", "che": "ちぇ", "je": "じぇ", "shi": "し",
    "chi": "ち", "tsu": "つ",
}  # fmt: skip
_LONGEST_SYLLABLE = 3


def romaji_to_hiragana(text: str) -> str:
    """The text as hiragana if all of it can be read as romaji, else an empty text. Takes lower case."""
    if not (text.isascii() and text.isalpha()):
        return ""
    syllables = _syllables()
    kana: list[str] = []
    at = 0
    while at < len(text):
        for size in range(_LONGEST_SYLLABLE, 0, -1):
            if syllable := syllables.get(text[at : at + size]):
                kana.append(syllable)
                at += size
                break
        else:
            if text[at] == "n":
                kana.append("ん")
                # nn is how keyboards take ん, except in front of a vowel: konnichi.
                at += text[at + 1 : at + 2] == "n" and text[at + 2 : at + 3] not in tuple("aiueoy")
            elif text[at : at + 1] == text[at + 1 : at + 2] or text[at : at + 3] == "tch":
                kana.append("っ")
            else:
                return ""
            at += 1
    return "".join(kana)


def _syllables() -> dict[str, str]:
    table = {
        consonant + vowel: kana
        for consonant, row in _ROWS.items()
        for vowel, kana in zip(_VOWELS, row, strict=True)
        if kana != " "
    }
    for consonant, kana in _GLIDES.items():
        table |= {consonant + vowel: kana + small for vowel, small in (("a", "ゃ"), ("u", "ゅ"), ("o", "ょ"))}
    return table | _FOREIGN
