"""What was published is remembered: ids that vanish, change their meaning, or are new."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from annai.sources import Layout, load
from annai.sources.lock_file import write_lock
from annai.trees.check import check_trees
from annai.trees.lock import build_lock

SHOP = Path(__file__).parent.parent / "fixtures" / "shop"
TODAY = date(2026, 11, 22)
RETURNS = "decision_trees/returns.yml"
LOCK = "decision_trees/trees.lock.json"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A repository whose lock is up to date."""
    root = Path(shutil.copytree(SHOP, tmp_path / "shop"))
    _lock(root)
    return root


def _lock(root: Path) -> None:
    write_lock(build_lock(load(Layout.of(root), TODAY).library), root / "decision_trees")


def _change(root: Path, file: str, *changes: tuple[str, str]) -> None:
    text = (root / file).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (root / file).write_text(text, encoding="utf-8")


def _line(root: Path, file: str, text: str) -> int:
    content = (root / file).read_text(encoding="utf-8")
    return content[: content.index(text)].count("\n") + 1


def _found(root: Path) -> list[tuple[str, str, int, str]]:
    loaded = load(Layout.of(root), TODAY)
    return [
        (finding.code, finding.mark.path, finding.mark.line, finding.severity)
        for finding in check_trees(loaded.library, loaded.findings)
    ]


def test_a_repository_as_it_was_locked_has_nothing_to_tell(shop):
    assert _found(shop) == []


def test_without_a_lock_nothing_is_new_and_nothing_is_gone(shop):
    (shop / LOCK).unlink()
    assert _found(shop) == []


def test_a_lock_is_sorted_and_says_its_format(shop):
    text = (shop / LOCK).read_text(encoding="utf-8")
    lock = json.loads(text)
    assert text == json.dumps(lock, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert lock["format"] == "annai-lock/1"
    assert lock["tools"] == {"oms": ["by-email", "by-order-no"], "payments": ["by-order-no"]}
    assert lock["channels"] == ["form", "office", "phone"]
    assert lock["reasons"] == ["GEN-OTHER", "RET-DEFECT", "RET-MIND"]
    assert lock["articles"]["help/returns/policy"] == "content/help/returns/policy.md"
    returns = lock["trees"]["returns"]
    assert (returns["version"], returns["entries"], returns["nodes"]["by-days"]["kind"]) == (3, ["state"], "routes")
    assert set(returns["nodes"]["state"]["answers"]) == {"broken", "fine"}


def test_only_what_has_been_validated_enters_the_lock(shop):
    lock = json.loads((shop / LOCK).read_text(encoding="utf-8"))
    assert "help/returns/old" not in lock["articles"]
    (shop / LOCK).unlink()
    _change(shop, RETURNS, ("state: validated", "state: draft"))
    _lock(shop)
    assert set(json.loads((shop / LOCK).read_text(encoding="utf-8"))["trees"]) == {"check-identity", "intake"}


def test_what_was_published_stays_locked_while_it_is_a_draft_again(shop):
    before = json.loads((shop / LOCK).read_text(encoding="utf-8"))
    _change(
        shop, RETURNS, ("state: validated", "state: draft"), ("  look-up:\n", "  look-it-up:\n    was: [look-up]\n")
    )
    _change(shop, RETURNS, ("go: look-up", "go: look-it-up"), ("else: look-up", "else: look-it-up"))
    _change(shop, RETURNS, ("failed: look-up", "failed: look-it-up"))
    _lock(shop)
    assert json.loads((shop / LOCK).read_text(encoding="utf-8"))["trees"]["returns"] == before["trees"]["returns"]
    assert _found(shop) == []


def _rename_look_up(shop: Path) -> None:
    _change(shop, RETURNS, ("  look-up:\n", "  ask-stock:\n"), ("go: look-up", "go: ask-stock"))
    _change(shop, RETURNS, ("else: look-up", "else: ask-stock"), ("failed: look-up", "failed: ask-stock"))


def test_a_node_that_vanished_is_told_at_the_id_of_its_tree(shop):
    _rename_look_up(shop)
    gone = ("T601", RETURNS, _line(shop, RETURNS, "id: returns"), "error")
    new = ("A501", RETURNS, _line(shop, RETURNS, "  ask-stock:"), "warning")
    assert _found(shop) == [gone, new]


def test_a_renamed_node_keeps_its_former_id(shop):
    _rename_look_up(shop)
    _change(shop, RETURNS, ("    title: 調べて連絡する", "    was: [look-up]\n    title: 調べて連絡する"))
    assert [code for code, *_ in _found(shop)] == ["A501"]


def test_a_removed_node_is_retired(shop):
    _rename_look_up(shop)
    _change(shop, RETURNS, ("retired:\n", "retired:\n  look-up: {go: ask-stock, since: 3, why: 統合}\n"))
    assert [code for code, *_ in _found(shop)] == ["A501"]


def test_a_retired_node_may_lead_to_one_that_was_retired_later(shop):
    _rename_look_up(shop)
    retired = "retired:\n  look-up: {go: photo, since: 3, why: 統合}\n"
    _change(shop, RETURNS, ("retired:\n", retired))
    assert [code for code, *_ in _found(shop)] == ["A501"]


def test_an_answer_that_vanished_is_told_at_the_id_of_its_tree(shop):
    _change(shop, RETURNS, ("{id: fine, label", "{id: intact, label"), ("{state: fine}", "{state: intact}"))
    gone = ("T601", RETURNS, _line(shop, RETURNS, "id: returns"), "error")
    new = ("A501", RETURNS, _line(shop, RETURNS, "{id: intact"), "warning")
    assert _found(shop) == [gone, new]
    _change(shop, RETURNS, ("go: which-item}", "go: which-item, was: [fine]}"))
    assert [code for code, *_ in _found(shop)] == ["A501"]


def test_an_answer_with_new_words_and_a_new_target_means_something_else(shop):
    _change(shop, RETURNS, ("不具合はない, en: Nothing}, go: which-item", "いらなくなった, en: Nothing}, go: refuse"))
    _change(shop, RETURNS, ("unsure: broken", "unsure: {go: which-item}"))
    _change(shop, RETURNS, ("answers: {state: fine}, facts: {item-class: sale}", "answers: {state: fine}"))
    found = [item for item in _found(shop) if item[0] == "T605"]
    assert found == [("T605", RETURNS, _line(shop, RETURNS, "{id: fine"), "warning")]


@pytest.mark.parametrize(
    "change",
    [
        ("{ja: 不具合はない, en: Nothing}, go: which-item", "{ja: 不具合なし, en: Nothing}, go: which-item"),
        ("{ja: 不具合はない, en: Nothing}, go: which-item", "{ja: 不具合はない, en: Fine}, go: which-item"),
    ],
    ids=["new words", "new translation"],
)
def test_an_answer_with_new_words_alone_means_the_same(shop, change):
    _change(shop, RETURNS, change)
    assert _found(shop) == []


def test_a_target_that_was_renamed_is_the_same_target(shop):
    _change(shop, RETURNS, ("  which-item:\n", "  what-item:\n    was: [which-item]\n"))
    _change(shop, RETURNS, ("不具合はない, en: Nothing}, go: which-item", "不具合なし, en: Nothing}, go: what-item"))
    assert [code for code, *_ in _found(shop)] == ["A501"]


def test_a_tree_that_vanished_is_told_at_the_lock(shop):
    (shop / "decision_trees" / "extra.yml").write_text(
        (shop / "decision_trees" / "intake.yml").read_text(encoding="utf-8").replace("id: intake", "id: extra"),
        encoding="utf-8",
    )
    _lock(shop)
    (shop / "decision_trees" / "extra.yml").unlink()
    assert _found(shop) == [("T601", LOCK, 1, "error")]


def test_a_renamed_tree_is_compared_with_what_it_was(shop):
    lock = json.loads((shop / LOCK).read_text(encoding="utf-8"))
    lock["trees"]["henpin"] = lock["trees"].pop("returns")
    (shop / LOCK).write_text(json.dumps(lock), encoding="utf-8")
    assert _found(shop) == [("A501", RETURNS, _line(shop, RETURNS, "id: returns"), "warning")]
    lock["trees"]["henpin"]["nodes"]["gone"] = {"kind": "outcomes", "answers": {}}
    (shop / LOCK).write_text(json.dumps(lock), encoding="utf-8")
    assert [code for code, *_ in _found(shop)] == ["T601", "A501"]


@pytest.mark.parametrize(
    ("file", "old", "place"),
    [
        ("site_config/tools.yml", "  payments:", "tools:"),
        ("site_config/reasons.yml", "  GEN-OTHER:", "reasons:"),
        ("site_config/channels.yml", "  phone:", "channels:"),
    ],
)
def test_ids_of_registries_do_not_vanish_either(shop, file, old, place):
    new = old.replace(":", "-NEW:" if old.isupper() else "-new:")
    name, renamed = old.strip(" :"), new.strip(" :")
    _change(shop, file, (old, new))
    for tree in ("intake", "returns"):
        _change_where_named(shop, f"decision_trees/{tree}.yml", name, renamed)
    gone = ("T601", file, _line(shop, file, place), "error")
    assert _found(shop) == [gone, ("A501", file, _line(shop, file, new), "warning")]
    _change(shop, file, (f"{new}\n", f"{new}\n    was: [{name}]\n"))
    assert [code for code, *_ in _found(shop)] == ["A501"]


def _change_where_named(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    for before in ("reason: ", "tool: ", "form, "):
        text = text.replace(before + old, before + new)
    (root / file).write_text(text, encoding="utf-8")


def test_a_search_that_vanished_is_told_at_its_tools_searches(shop):
    tools = "site_config/tools.yml"
    _change(shop, tools, ("      by-email:", "      by-address:"), ("if_none: by-email", "if_none: by-address"))
    gone = ("T601", tools, _line(shop, tools, "    searches:"), "error")
    assert _found(shop) == [gone, ("A501", tools, _line(shop, tools, "      by-address:"), "warning")]


def _move_article(shop: Path) -> None:
    (shop / "content/help/returns/how-to.en.md").unlink()
    (shop / "content/help/returns/how-to.md").rename(shop / "content/help/returns/sending.md")
    _change(shop, "content/help/returns/policy.md", ("how-to", "sending"))
    _change(shop, "content/help/returns/_category.yml", ("how-to", "sending"))


def test_an_article_that_vanished_is_told(shop):
    _move_article(shop)
    assert _found(shop) == [
        ("T601", LOCK, 1, "error"),
        ("A501", "content/help/returns/sending.md", 1, "warning"),
    ]


def test_an_article_whose_former_address_leads_on_has_not_vanished(shop):
    _move_article(shop)
    _change(shop, "content/help/returns/sending.md", ("[/faq/how-to/]", "[/faq/how-to/, /help/returns/how-to/]"))
    assert [code for code, *_ in _found(shop)] == ["A501"]


def test_an_article_with_another_id_in_the_same_file_has_vanished(shop):
    article = "content/help/returns/policy.md"
    _change(shop, article, ("title: 返品の条件\n", "title: 返品の条件\nid: terms\n"))
    for file in ("site_config/site.yml", "site_config/notices.yml", "site_config/search_tests.yml", RETURNS):
        _change(shop, file, ("help/returns/policy", "terms"))
    _change(shop, "content/help/returns/_category.yml", ("help/returns/policy", "terms"))
    line = _line(shop, article, "id: terms")
    assert _found(shop) == [("T601", article, line, "error"), ("A501", article, line, "warning")]


def test_an_article_that_moved_and_kept_its_id_needs_an_alias(shop):
    article = "content/help/returns/sending.md"
    _move_article(shop)
    _change(shop, article, ("title: 返品の送り方\n", "title: 返品の送り方\nid: help/returns/how-to\n"))
    for file in ("content/help/returns/policy.md", "content/help/returns/_category.yml"):
        _change(shop, file, ("help/returns/sending", "help/returns/how-to"))
    assert _found(shop) == [("T601", article, _line(shop, article, "id:"), "warning")]
    _change(shop, article, ("[/faq/how-to/]", "[/faq/how-to/, help/returns/how-to]"))
    assert _found(shop) == []


def test_new_things_are_told_once_and_drafts_not_at_all(shop):
    (shop / "content/manual/new.md").write_text("# 新しい手順\n", encoding="utf-8")
    (shop / "content/manual/draft.md").write_text("---\nstate: draft\n---\n# 書きかけ\n", encoding="utf-8")
    extra = (shop / "decision_trees/intake.yml").read_text(encoding="utf-8").replace("id: intake", "id: extra")
    (shop / "decision_trees/extra.yml").write_text(extra, encoding="utf-8")
    assert [item for item in _found(shop) if item[0] == "A501"] == [
        ("A501", "content/manual/new.md", 1, "warning"),
        ("A501", "decision_trees/extra.yml", 2, "warning"),
    ]
