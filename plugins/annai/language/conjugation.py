"""Owns the forms that verbs and adjectives take, by the classes of Sudachi's dictionary (UniDic)."""

from functools import lru_cache

# What stands in place of the last kana of a verb of five rows: negative, stem, with て, itself, conditional, volition.
_FIVE_ROWS = {
    "う": "わいっうえお",
    "く": "かきいくけこ",
    "ぐ": "がぎいぐげご",
    "す": "さししすせそ",
    "つ": "たちっつてと",
    "ぬ": "なにんぬねの",
    "ぶ": "ばびんぶべぼ",
    "む": "まみんむめも",
    "る": "らりっるれろ",
}
_ADJECTIVE = ("", "い", "く", "かっ", "けれ", "かろ", "さ")
_ONE_ROW = ("", "る", "れ", "ろ", "よ")
# The one verb whose form before て does not follow its row.
_GO = ("行く", "いく")


@lru_cache(maxsize=65536)
def forms_of(dictionary_form: str, conjugation: str) -> tuple[str, ...]:
    """All forms of a word as analysers cut them (届か, 届き, 届い, 届く, 届け, 届こ), itself among them.

    `conjugation` is Sudachi's class (五段-カ行, 下一段-ア行, 形容詞); for one without forms only the word is given.
    """
    stem, last = dictionary_form[:-1], dictionary_form[-1:]
    if conjugation.startswith("五段") and last in _FIVE_ROWS:
        row = _FIVE_ROWS[last]
        endings = [*row, row[4] + "る", row[4] + "れ", *(["っ"] if dictionary_form.endswith(_GO) else [])]
    elif conjugation.startswith(("上一段", "下一段")) and last == "る":
        endings = list(_ONE_ROW)
    elif conjugation.startswith("形容詞") and last == "い":
        endings = list(_ADJECTIVE)
    elif conjugation.startswith("カ行変格") and dictionary_form.endswith("来る"):
        endings = ["", "る", "れ"]
    else:
        return (dictionary_form,)
    return tuple(dict.fromkeys(stem + ending for ending in endings))


def base_class(dictionary_form: str, conjugation: str, normalized: str) -> str:
    """The class of a word's normalized form: that of 送り返せる, normalized to 送り返す, is not its own."""
    if conjugation.startswith("下一段") and not normalized.endswith("る") and normalized[-1:] in _FIVE_ROWS:
        return "五段"
    return conjugation if normalized[-1:] == dictionary_form[-1:] else ""
