"""Pages search in a worker, under the sites' policy, from any folder; the newest query wins; failures pass."""

from __future__ import annotations

import gzip
import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from annai.search.index import build_index
from annai.search.sinks import browser
from tests.browser.conftest import POLICY
from tests.search.vector_inputs import SITE
from tests.web.conftest import MODULES

_SUBFOLDER = "/help/v2/"
_PAGE = f"{_SUBFOLDER}page.html"
_SCRIPT = """
import { searchClient } from "./assets/javascripts/search/client.mjs";
globalThis.openIndex = (manifest) => {
  globalThis.client = searchClient(manifest);
  return true;
};
globalThis.ask = (text, options) =>
  client.search(text, options).catch((error) => ({ failed: error.reason }));
"""


class _Host(http.server.ThreadingHTTPServer):
    """A static host: what it sends under which policy, whether it unpacks files on their way, what is broken."""

    daemon_threads = True
    policy = POLICY
    unpacks = False
    broken = False

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.asked: list[str] = []

    @property
    def page(self) -> str:
        return f"http://127.0.0.1:{self.server_port}{_PAGE}"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: _Host

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        file = self.server.folder / self.path.removeprefix(_SUBFOLDER)
        index = file.suffix == ".gz"
        if not file.is_file() or (index and self.server.broken):
            self.send_error(404)
            return
        data = file.read_bytes()
        self.send_response(200)
        kinds = {".mjs": "text/javascript", ".html": "text/html", ".gz": "application/gzip"}
        self.send_header("Content-Type", kinds[file.suffix])
        if index and self.server.unpacks:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", self.server.policy)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - so the base class calls it
        """Says nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A site with an index in many small files, in a folder of its own; and the address of the manifest in it."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(MODULES, folder / "assets" / "javascripts" / "search")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(browser, "WHOLE_SITE", 0)
        for name in ("_LEXICON_BYTES", "_POSTINGS_BYTES", "_DOCS_BYTES"):
            patch.setattr(browser, name, 800)
        made = browser.browser_files(build_index(SITE, "ja"), [("orders", "ご注文"), ("account", "アカウント")])
    address = browser.folder_of("ja").lstrip("/")
    (folder / address).mkdir(parents=True)
    for name, data in made.files.items():
        (folder / address / name).write_bytes(data)
    (folder / "page.html").write_text('<!doctype html><script type="module" src="page.mjs"></script>', "utf-8")
    (folder / "page.mjs").write_text(_SCRIPT, "utf-8")
    return folder, f"{address}{made.manifest}"


@pytest.fixture
def host(site: tuple[Path, str]) -> Iterator[_Host]:
    with _Host(site[0]) as host:
        thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield host
        host.shutdown()
        thread.join()


@pytest.fixture
def visit(chromium: Browser, host: _Host, site: tuple[Path, str]) -> Iterator[Page]:
    """A page of the site whose search is opened; what its console says is no concern here."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(host.page)
    _open(page, site[1])
    yield page
    context.close()


def _open(page: Page, manifest: str) -> None:
    page.wait_for_function("Boolean(globalThis.ask)")
    assert page.evaluate("(manifest) => openIndex(manifest)", manifest)


def _ask(page: Page, text: str, **options: object) -> Any:
    return page.evaluate("([text, options]) => ask(text, options)", [text, options])


def _ids(answer: Any) -> list[str]:
    return [result["id"] for result in answer["results"]]


def test_a_page_in_a_folder_searches_in_a_worker_under_the_policy(visit: Page, host: _Host):
    answer = _ask(visit, "へんぴん　送料")
    assert _ids(answer)[0] == "returns"
    first = answer["results"][0]
    assert first["url"] == host.page.replace("page.html", "help/returns/")
    assert first["section"]["anchor"] == "fee"
    assert first["section"]["title"]["text"] == "返送の送料"
    assert len(visit.workers) == 1
    assert answer["bytes"] > 0
    assert answer["query"]["pieces"][0] == {"typed": "へんぴん", "kind": "reading", "keys": ["へんぴん"]}


def test_the_index_opens_ahead_of_the_first_query(visit: Page, host: _Host):
    visit.evaluate("client.warm()")
    for _ in range(100):
        if any("manifest-" in path for path in host.asked):
            break
        visit.wait_for_timeout(50)
    assert sum("manifest-" in path for path in host.asked) == 1
    _ask(visit, "返品")
    assert sum("manifest-" in path for path in host.asked) == 1


def test_the_newest_query_wins(visit: Page):
    answers = visit.evaluate("Promise.all(['へ', 'へん', 'へんぴん'].map((text) => ask(text)))")
    assert answers[:2] == [{"stale": True}, {"stale": True}]
    assert _ids(answers[2])[0] == "returns"


def test_results_are_narrowed_to_kinds_and_categories(visit: Page):
    everything = _ask(visit, "届かない", limit=20)
    orders = _ask(visit, "届かない", categories=["orders"], limit=20)
    assert {result["category"] for result in orders["results"]} == {"orders"}
    assert 0 < orders["total"] < everything["total"]
    assert _ask(visit, "届かない", kinds=["tool"])["total"] == 0
    assert _ask(visit, "届かない", kinds=["article"], limit=1)["total"] == everything["total"]


def test_nothing_found_offers_the_nearest_words(visit: Page):
    answer = _ask(visit, "返呂")
    assert answer["results"] == []
    assert "返品" in [suggestion["text"] for suggestion in answer["suggestions"]]


def test_a_search_goes_on_without_a_connection_once_its_files_are_there(visit: Page):
    before = _ask(visit, "パスワード")
    visit.context.set_offline(True)
    assert _ids(_ask(visit, "パスワード")) == _ids(before)
    assert _ask(visit, "カードエラー") == {"failed": "offline"}
    visit.context.set_offline(False)
    assert "card" in _ids(_ask(visit, "カードエラー"))


def test_a_failure_is_told_and_the_next_search_tries_again(visit: Page, host: _Host):
    host.broken = True
    assert _ask(visit, "返品") == {"failed": "missing"}
    host.broken = False
    assert _ids(_ask(visit, "返品"))[0] == "returns"


def test_the_page_searches_itself_where_workers_are_refused(chromium: Browser, host: _Host, site: tuple[Path, str]):
    host.policy = f"{POLICY}; worker-src 'none'"
    context = chromium.new_context()
    page = context.new_page()
    page.goto(host.page)
    _open(page, site[1])
    answers = page.evaluate("Promise.all(['へ', '返品'].map((text) => ask(text)))")
    assert answers[0] == {"stale": True}
    assert _ids(answers[1])[0] == "returns"
    assert page.workers == []
    host.broken = True
    assert _ask(page, "カードエラー") == {"failed": "missing"}
    context.close()


def test_a_host_may_unpack_the_files_on_their_way(chromium: Browser, host: _Host, site: tuple[Path, str]):
    counted: list[int] = []
    for unpacks in (False, True):
        host.unpacks = unpacks
        context = chromium.new_context()
        page = context.new_page()
        page.goto(host.page)
        _open(page, site[1])
        answer = _ask(page, "返品")
        assert _ids(answer)[0] == "returns"
        counted.append(answer["bytes"])
        context.close()
    assert counted[0] == counted[1], "what was sent is counted, not what it became"


def test_every_file_of_the_index_is_packed_alike_on_every_day(site: tuple[Path, str]):
    files = list(site[0].rglob("*.gz"))
    assert len(files) > 20
    for file in files:
        assert file.read_bytes()[4:8] == b"\0\0\0\0"
        assert gzip.decompress(file.read_bytes())


def test_the_worker_names_every_file_it_needs_at_once():
    named = set(re.findall(r'import .*"\./([a-z]+\.mjs)"', (MODULES / "worker.mjs").read_text("utf-8")))
    needed, ahead = set[str](), ["worker.mjs"]
    while ahead:
        text = (MODULES / ahead.pop()).read_text("utf-8")
        found = {name for name in re.findall(r'from "\./([a-z]+\.mjs)"', text) if name not in needed}
        needed |= found
        ahead += found
    assert needed <= named
