"""A manual of whatever there is: no tools, no trees, no roles, hundreds of reasons."""

import time
from pathlib import Path

import pytest

from tests.pages.help_center import Built
from tests.pages.manual.small_desk import FILES, build_desk

REGISTRIES = tuple(path for path in FILES if path.startswith("site_config/") and not path.endswith("site.yml"))
TREES = tuple(path for path in FILES if path.startswith("decision_trees/"))


def draw_all(built: Built) -> dict[str, str]:
    return {address: built.drawn(address) for address, page in built.pages.items() if not page.bare}


@pytest.mark.parametrize("missing", [*REGISTRIES, *TREES])
def test_a_manual_without_one_of_its_files_is_whole(tmp_path: Path, missing: str):
    drawn = draw_all(build_desk(tmp_path, without=(missing,)))
    assert {"/", "/reviews/", "/changes/"} <= set(drawn)


def test_a_manual_of_articles_alone_has_a_desk(tmp_path: Path):
    built = build_desk(tmp_path, without=(*REGISTRIES, *TREES))
    home = built.shown("/")
    assert (home.start, home.groups, home.tools, home.flags) == (None, (), (), ())
    assert "/reason/LATE/" not in built.pages
    assert draw_all(built)


def test_reasons_without_trees_have_a_page_that_says_what_they_are(tmp_path: Path):
    built = build_desk(tmp_path, without=TREES)
    page = built.shown("/reason/LATE/")
    assert (page.definition, page.consults, page.trees) == ("予定日を過ぎた", (), ())
    assert [link.label for link in page.articles] == ["遅いとき", "倉庫への頼み方"]


def test_without_roles_nothing_is_locked(tmp_path: Path):
    text = FILES["site_config/escalation.yml"].replace(
        "roles: [{id: op, title: 受付}, {id: sv, title: SV}, {id: head, title: 長}]", ""
    )
    built = build_desk(tmp_path, {"site_config/escalation.yml": text})
    assert not any(tool.locked for tool in built.shown("/route/").tools)
    assert draw_all(built)


def test_a_locked_tool_that_no_consult_gives_a_way_for_still_names_someone(tmp_path: Path):
    tree = FILES["decision_trees/delivery.yml"].replace("        via: sv-desk\n", "")
    built = build_desk(tmp_path, {"decision_trees/delivery.yml": tree})
    assert [request.via.label for request in built.shown("/reason/LATE/").consults[2].requests] == ["SV席"]
    assert [link.label for link in built.shown("/tool/pay/").ask] == ["SV席"]


def test_three_hundred_reasons_make_their_pages_in_moments(tmp_path: Path):
    rows = "\n".join(f"  R-{number}: {{title: 用件{number}, group: 配送, definition: 定義}}" for number in range(300))
    text = f"{FILES['site_config/reasons.yml']}{rows}\n"
    begun = time.process_time()
    built = build_desk(tmp_path, {"site_config/reasons.yml": text})
    assert len([address for address in built.pages if address.startswith("/reason/")]) == 304
    assert len(built.shown("/").groups[0].reasons) == 302
    assert time.process_time() - begun < 10


def test_text_that_looks_like_markup_is_shown_as_it_was_written(tmp_path: Path):
    text = FILES["site_config/tools.yml"].replace("注文の状態, 送り状番号", "<b>太字</b>, 送り状番号")
    built = build_desk(tmp_path, {"site_config/tools.yml": text})
    assert "&lt;b&gt;太字" in built.drawn("/tool/oms/")
    assert "<b>太字" not in built.drawn("/where/")
