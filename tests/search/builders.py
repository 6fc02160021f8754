"""Small help centers to search in."""

from annai.search.documents import SearchDocument


def page(title, text="", *, id="", section="", anchor="", keywords=(), language="ja", audience="public", kind="article"):  # noqa: A002 - as the document calls it
    """A search document with what a test says of it."""
    name = id or title
    return SearchDocument(
        id=name,
        kind=kind,
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
    page("返品できる条件", "商品が届いてから14日以内なら返品できます。\n未使用の品物に限ります。", id="returns"),
    page(
        "返品できる条件",
        "食品は返品をお受けできません。",
        id="returns",
        section="返品できない品物",
        anchor="excluded",
    ),
    page("パスワードを忘れたとき", "再設定のメールをお送りします。", id="reset", keywords=["ログインできない"]),
    page("引っ越しをしたとき", "お届け先の住所を変更してください。", id="moving"),
    page("商品が届かない", "配送状況をご確認ください。お荷物の番号で追跡できます。", id="late"),
    page("領収書の発行", "ご注文履歴からPDFで発行できます。", id="receipt"),
    page("クレジットカードのエラー", "カード会社にお問い合わせください。", id="card"),
    page("ふきんの洗い方", "布ふきんは洗濯機で洗えます。", id="cloth"),
    page("Where are my refunds?", "A refund takes five business days.", id="refund", language="en"),
)
