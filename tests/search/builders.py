"""Small help centers to search in."""

from collections.abc import Iterable

from annai.search.documents import SearchDocument


def page(
    title: str,
    text: str = "",
    *,
    name: str = "",
    section: str = "",
    anchor: str = "",
    keywords: Iterable[str] = (),
    language: str = "ja",
    audience: str = "public",
) -> SearchDocument:
    """A search document with what a test says of it."""
    name = name or title
    return SearchDocument(
        id=name,
        kind="article",
        url=f"help/{name}/",
        title=title,
        section_title=section,
        anchor=anchor,
        text=text,
        keywords=tuple(keywords),
        language=language,
        audience=audience,
    )


SHOP = (
    page("返品できる条件", "商品が届いてから14日以内なら返品できます。\n未使用の品物に限ります。", name="returns"),
    page(
        "返品できる条件",
        "食品は返品をお受けできません。",
        name="returns",
        section="返品できない品物",
        anchor="excluded",
    ),
    page("パスワードを忘れたとき", "再設定のメールをお送りします。", name="reset", keywords=["ログインできない"]),
    page("引っ越しをしたとき", "お届け先の住所を変更してください。", name="moving"),
    page("商品が届かない", "配送状況をご確認ください。お荷物の番号で追跡できます。", name="late"),
    page("領収書の発行", "ご注文履歴からPDFで発行できます。", name="receipt"),
    page("クレジットカードのエラー", "カード会社にお問い合わせください。", name="card"),
    page("ふきんの洗い方", "布ふきんは洗濯機で洗えます。", name="cloth"),
    page("Where are my refunds?", "A refund takes five business days.", name="refund", language="en"),
)
