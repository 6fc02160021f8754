"""Labels that somebody in a hurry would confuse, and labels that differ by little and mean something else."""

import pytest

from annai.trees.likeness import bare, confusable, reading


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("届かない", "届かない。"),
        ("ログインできない", "ﾛｸﾞｲﾝできない"),
        ("Card", "card "),
        ("返品をしたい", "返品したい"),
        ("住所の変更", "ご住所変更"),
        ("I lost my card", "I lost the card"),
        ("お届け先をへんこうしたい", "お届け先をへんこしたい"),
    ],
)
def test_confusable(one: str, other: str):
    assert confusable(reading(one), reading(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3千円以下", "3万円以下"),
        ("ある", "ない"),
        ("8日目までに届いた商品です", "9日目までに届いた商品です"),
        ("出荷前の注文について知りたい", "出荷後の注文について知りたい"),
        ("会員ページに入れる", "会員ページに入れない"),
        ("お届け予定日を過ぎている", "お届け予定日を過ぎていない"),
        ("I can sign in to my account", "I can't sign in to my account"),
        ("I have the invoice here", "I have no invoice here"),
        ("Yes", "No"),
        ("届いた", "届かない"),
        ("…", "！"),
    ],
)
def test_not_confusable(one: str, other: str):
    assert not confusable(reading(one), reading(other))


def test_a_question_in_other_forms_of_politeness_is_the_same():
    assert bare("ご注文の状態は、どれでしょうか？") == bare("注文の状態はどれですか")
