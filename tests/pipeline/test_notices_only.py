"""``annai build --notices-only``: today's notice is out in seconds, and nothing else with it."""

from __future__ import annotations

from pathlib import Path

from tests.pipeline.content_repository import ContentRepository, bytes_below, differing
from tests.pipeline.in_process import build, cold, sites

NOTICES = """schema: support-notices/1
notices:
  - id: storm
    from: "2026-11-21T09:00+09:00"
    until: "2026-11-30T19:00+09:00"
    audience: public
    say: 台風で遅れるとお伝えする
    public: {title: 台風で配送が遅れています, text: 二日ほどお待ちください。}
"""


def test_a_notice_is_published_and_nothing_else(tmp_path: Path):
    shop = ContentRepository.of_shop(tmp_path / "shop")
    build(shop)
    shop.write("site_config/notices.yml", NOTICES)
    shop.edit("content/help/returns/how-to.md", "---\n", "---\nx-later: true\n")
    shop.write("content/help/later.md", "# あとで\n\nまだ出さない記事です。\n")
    build(shop, notices_only=True)
    home = (shop.site() / "index.html").read_text(encoding="utf-8")
    assert "台風で配送が遅れています" in home
    assert "台風で遅れるとお伝えする" not in home
    assert "台風で遅れるとお伝えする" in (shop.site("agent") / "index.html").read_text(encoding="utf-8")
    assert [path for path, data in sites(shop).items() if "まだ出さない記事".encode() in data or "later" in path] == []
    build(shop)
    assert (shop.site() / "help/later/index.html").is_file()
    assert differing(sites(shop), cold(shop, tmp_path / "cold")) == []


def test_a_faulty_notice_is_told_and_the_sites_stand(tmp_path: Path):
    shop = ContentRepository.of_shop(tmp_path / "shop")
    shop.built()
    good = sites(shop)
    shop.write("site_config/notices.yml", NOTICES.replace("public: {title", "publik: {title"))
    outcome = shop.annai("build", "--notices-only")
    assert outcome.code == 1, outcome.said
    assert "site_config/notices.yml:8:5: error T102" in outcome.output
    assert differing(sites(shop), good) == []


def test_faults_elsewhere_do_not_hold_a_notice_up(tmp_path: Path):
    shop = ContentRepository.of_shop(tmp_path / "shop")
    shop.built()
    shop.write("site_config/notices.yml", NOTICES)
    shop.write("content/help/broken.md", "---\ntitle: [\n---\n")
    outcome = shop.annai("build", "--notices-only")
    assert outcome.code == 0, outcome.said
    assert "台風で配送が遅れています" in (shop.site() / "index.html").read_text(encoding="utf-8")


def test_notices_that_are_gone_disappear(tmp_path: Path):
    shop = ContentRepository.of_shop(tmp_path / "shop")
    shop.write("site_config/notices.yml", NOTICES)
    build(shop)
    shop.write("site_config/notices.yml", "schema: support-notices/1\nnotices: []\n")
    build(shop, notices_only=True)
    assert [path for path, data in sites(shop).items() if "台風".encode() in data] == []


def test_the_file_of_notices_may_be_removed(tmp_path: Path):
    shop = ContentRepository.of_shop(tmp_path / "shop")
    shop.write("site_config/notices.yml", NOTICES)
    build(shop)
    shop.remove("site_config/notices.yml")
    build(shop, notices_only=True)
    assert [path for path, data in sites(shop).items() if "台風".encode() in data] == []


def test_without_a_build_before_there_is_nothing_to_put_a_notice_on(tmp_path: Path):
    shop = ContentRepository.of_shop(tmp_path / "shop")
    before = bytes_below(shop.root)
    outcome = shop.annai("build", "--notices-only")
    assert outcome.code == 2
    assert "Traceback" not in outcome.said
    assert outcome.errors.count("\n") <= 2
    assert bytes_below(shop.root) == before
