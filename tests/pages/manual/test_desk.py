"""The agents' home page, what has changed, and who must look at what again."""

from pathlib import Path

from tests.pages.help_center import Built
from tests.pages.manual.small_desk import INTAKE, build_desk


def test_the_desk_opens_with_the_tree_that_opens_a_contact(desk: Built):
    home = desk.shown("/")
    assert (home.title, home.start.href) == ("ご用件は", "./flow/intake/")
    assert [link.label for link in home.flags] == ["けが"]


def test_contact_reasons_stand_by_group_each_with_its_tree(desk: Built):
    groups = desk.shown("/").groups
    assert [
        (group.title, [(row.title, row.tree.label if row.tree else None) for row in group.reasons]) for group in groups
    ] == [
        ("配送", [("遅延", "荷物のこと"), ("未着", "荷物のこと")]),
        ("支払い", [("二重", None)]),
        ("そのほか", [("ご質問", "draftの流れ（下書き）")]),
    ]


def test_only_trees_that_one_can_begin_are_offered_and_drafts_say_so(desk: Built):
    assert [link.label for link in desk.shown("/").trees] == ["荷物のこと", "draftの流れ（下書き）", "入口"]


def test_an_archived_tree_keeps_its_address_and_stands_in_no_list(desk: Built):
    assert "/flow/gone/" in desk.pages
    for address, page in desk.pages.items():
        assert page.bare or address.endswith("/flow/gone/") or "gone" not in desk.drawn(address), address
    assert "荷物のこと" in desk.targets("/contact/")
    assert [badge.text for badge in desk.shown("/flow/gone/").badges] == ["廃止"]


def test_the_tree_that_opens_a_contact_is_offered_by_no_page_once_it_is_archived(tmp_path: Path):
    built = build_desk(tmp_path, {"decision_trees/intake.yml": INTAKE.replace("validated", "archived")})
    assert built.shown("/").start is None
    assert "応対を始める" not in [link.label for link in built.pages["/"].frame.site.nav]
    assert "/flow/intake/" not in built.targets("/").values()


def test_contact_offers_flows_to_begin_with_and_says_which_are_drafts(desk: Built):
    offered = [link.label for link in desk.shown("/contact/").flows]
    assert desk.shown("/contact/").title == "お客様の窓口"
    # Identity is checked by trees that call for it, and never begun with.
    assert offered == ["荷物のこと", "draftの流れ（下書き）", "入口"]


def test_the_manuals_own_folders_stand_apart_from_the_customers(desk: Built):
    home = desk.shown("/")
    assert [card.title for card in home.categories] == ["manual"]
    assert [card.title for card in home.help] == ["help"]


def test_the_tables_of_the_desk_are_those_that_hold_something(desk: Built, tmp_path: Path):
    assert len(desk.shown("/").desk) == 6
    bare = build_desk(tmp_path, without=("site_config/macros.yml",))
    assert len(bare.shown("/").desk) == 5


def test_changes_say_what_to_do_and_of_what_kind_they_are(desk: Built):
    rows = [row for day in desk.shown("/changes/").days for row in day.rows]
    assert [(row.title, row.what, row.do, row.kind, row.version) for row in rows] == [
        ("draftの流れ", "draftが変わった", "", "流れ", 1),
        ("荷物のこと", "倉庫に先に聞く", "見込みを言わない", "流れ", 4),
    ]
    assert [row.what for row in desk.shown("/").changes] == ["draftが変わった", "倉庫に先に聞く"]


def test_reviews_hold_everything_with_an_owner_the_most_urgent_first(desk: Built):
    rows = desk.shown("/reviews/").rows
    assert [(row.title, row.state, row.left, row.kind) for row in rows[:5]] == [
        ("お詫び", "overdue", "21日超過", "定型文"),
        ("本人確認", "overdue", "20日超過", "流れ"),
        ("遅いとき", "soon", "あと3日", "記事"),
        ("受注管理", "soon", "あと9日", "ツール"),
        ("倉庫への頼み方", "draft", "", "記事"),
    ]
    assert "名乗り" not in [row.title for row in rows]
    assert [row.title for row in desk.shown("/").reviews] == ["お詫び", "本人確認", "遅いとき", "受注管理"]


def test_the_tallies_count_everything_of_an_owner(desk: Built):
    page = desk.shown("/reviews/")
    owners = {name: (total, overdue, soon) for name, total, overdue, soon in page.owners}
    assert owners["cs"][1:] == (2, 2)
    assert sum(total for total, _, _ in owners.values()) == len(page.rows)
    assert next(iter(owners)) == "cs"


def test_an_article_at_the_root_of_a_repository_stands_on_the_desk(tmp_path: Path):
    built = build_desk(tmp_path, {"content/index.md": "---\ntitle: はじめに\naudience: agent\n---\n本文\n"})
    assert built.pages["/"].body_key == "key:index"
    assert built.shown("/").body_title == "はじめに"
