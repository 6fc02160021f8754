"""Which articles go with which, and which answer the same questions."""

from collections.abc import Collection

import pytest

from annai.search.documents import SearchDocument
from annai.search.duplicates import Duplicate, duplicates
from annai.search.fragment import Fragment, fragment_of
from annai.search.related import MOST, profile_of, related
from tests.search.builders import page


def _fragments(*pages: SearchDocument) -> dict[str, Fragment]:
    return {document.id: fragment_of([document]) for document in pages}


def _related(*pages: SearchDocument, wanted: Collection[str] | None = None) -> dict[str, tuple[str, ...]]:
    profiles = {name: profile_of(fragment) for name, fragment in _fragments(*pages).items()}
    return related(profiles, wanted)


SITE = (
    page("ケトルの水垢を落とす", "ケトルにクエン酸を入れて洗います。", name="limescale"),
    page("ケトルが漏れる", "ケトルの底を確かめます。水が漏れたらお知らせください。", name="leak"),
    page("返金の時期", "返金はカード会社によります。", name="refund"),
    page("カードの返金", "返金はカードの明細に載ります。", name="card"),
    page("営業時間", "平日は九時から。", name="hours"),
)


def test_articles_with_the_same_rare_words_are_related():
    found = _related(*SITE)
    assert found["limescale"] == ("leak",)
    assert found["refund"][0] == "card"


def test_an_article_is_never_related_to_itself_nor_to_one_that_has_nothing_in_common():
    found = _related(*SITE)
    assert all(name not in others for name, others in found.items())
    assert found["hours"] == ()


def test_at_most_so_many_are_related_and_the_order_does_not_depend_on_the_site_s():
    pages = [page(f"ケトル {at}", "ケトルの話。", name=f"k{at}") for at in range(9)] + list(SITE[2:])
    found = _related(*pages)
    assert len(found["k0"]) == MOST
    assert found == _related(*reversed(pages))


def test_only_those_that_are_asked_for_are_worked_out():
    found = _related(*SITE, wanted={"refund"})
    assert found == {"refund": _related(*SITE)["refund"]}


def test_an_article_without_words_is_related_to_nothing():
    assert _related(page("", name="empty"), *SITE)["empty"] == ()


def _duplicates(*pages: SearchDocument) -> list[Duplicate]:
    return duplicates(_fragments(*pages), {document.id: document.keywords for document in pages})


def test_two_articles_with_the_same_questions_are_duplicates():
    (found,) = _duplicates(
        page("返品", "一つ目。", name="a", keywords=["返品したい", "返品できますか", "送り返す"]),
        page("お返し", "二つ目。", name="b", keywords=["返品したいです", "送り返したい", "箱がない"]),
    )
    assert (found.one, found.other, set(found.asked)) == ("a", "b", {"返品したいです", "送り返したい"})


def test_one_question_of_many_may_be_answered_twice():
    words = ["箱がない", "荷札がない", "期限を過ぎた"]
    assert (
        _duplicates(
            page("返品", "一つ目。", name="a", keywords=["返品したい", *words]),
            page("お返し", "二つ目。", name="b", keywords=["返品したい", "色が違う", "届かない", "壊れた"]),
        )
        == []
    )


@pytest.mark.parametrize(
    ("tail", "count"), [("お電話ください。", 1), ("交換の品物は店の倉庫から別の便で翌週に発送されます。" * 3, 0)]
)
def test_articles_with_nearly_the_same_text_are_duplicates(tail, count):
    text = "未使用の品物は、お届けから八日のあいだ返品できます。送料はお客様のご負担です。"
    found = _duplicates(
        page("返品の条件", text, name="a"), page("返品の条件", text + tail, name="b"), *SITE[:1], *SITE[2:]
    )
    assert [(item.one, item.other) for item in found] == [("a", "b")] * count
