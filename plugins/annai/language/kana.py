"""Owns how words in kana are compared: by reading, without long vowels, and by the stems of words in kanji."""

import re
from functools import lru_cache

from annai.language.folding import hiragana

_SMALL_KANA = str.maketrans("ぁぃぅぇぉゃゅょっゎゕゖゔぢづを", "あいうえおやゆよつわかけぶじずお", "ー")
_V_SOUNDS = {"ゔぁ": "ば", "ゔぃ": "び", "ゔぇ": "べ", "ゔぉ": "ぼ"}
_OKURIGANA = re.compile(r"(.*[\u4e00-\u9fff])[\u3041-\u3096]{1,3}")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc]+")
# A long o or u, as ryousyuusyo and ryosyusyo differ in it.
_O_ROW = "おこそとのほもよろごぞどぼぽ"
_LONG_VOWEL = re.compile(f"(?<=[うくすつぬふむゆるぐずぶぷ{_O_ROW}])う|(?<=[{_O_ROW}])お")
# Kanji that look like katakana; typed by mistake, and by optical readers.
_LOOK_ALIKES = str.maketrans("二工口力夕八卜一千", "ニエロカタハトーチ")
_KATAKANA_AND_LOOK_ALIKES = re.compile(
    r"(?=.*[\u30a1-\u30fa])(?=.*[二工口力夕八卜一千])[\u30a1-\u30fa\u30fc二工口力夕八卜一千]{3,}"
)


@lru_cache(maxsize=65536)
def reading_key(text: str) -> str:
    """The key under which readings are compared: hiragana without long-vowel marks, small kana as large.

    ウィルス and ウイルス, サーバー and サーバ, ヴァ and バ fall together.
    """
    key = hiragana(text)
    if "ゔ" in key:
        for sound, plain in _V_SOUNDS.items():
            key = key.replace(sound, plain)
    return key.translate(_SMALL_KANA)


@lru_cache(maxsize=65536)
def loose_key(key: str) -> str:
    """A `reading_key` without its long vowels, as romaji leaves them out: りようしゆうしよ, りよしゆしよ."""
    return _LONG_VOWEL.sub("", key)


def is_kana(text: str) -> bool:
    """Whether a text is written in hiragana and katakana alone."""
    return _KANA.fullmatch(text) is not None


def kanji_stem(term: str) -> str:
    """What stands before the kana at the end of a word in kanji; empty for a word without such an end."""
    found = _OKURIGANA.fullmatch(term)
    return found.group(1) if found else ""


def unmistaken(text: str) -> str:
    """A word in katakana without the kanji that look like them (コンビ二, 工ラー); empty where there are none."""
    return text.translate(_LOOK_ALIKES) if _KATAKANA_AND_LOOK_ALIKES.fullmatch(text) else ""
