"""What the documents say is true: their examples check clean; commands, links, words and names exist."""

import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest

from annai import __version__
from annai.audience import project
from annai.cli.check import check_repository
from annai.cli.main import main
from annai.diagnostics.wording import wordings
from annai.mkdocs_plugin import AnnaiConfig
from annai.model.article import CategoryFile
from annai.model.library import Library
from annai.pages.calendars import content_hash
from annai.pipeline.settings import settings_of_folder
from annai.sources.front_matter import TRANSLATED, FrontMatter
from tests.browser.conftest import POLICY

TODAY = "2026-11-22"
GUIDES = [f"content/manual/writers/{name}.md" for name in ("guide", "tree-guide", "review-guide", "style")]
DOCUMENTS = ["README.md", "plugins/README.md", "CONTRIBUTING.md", "CHANGELOG.md"]

_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
# A file's name alone in a line, and its text below.
_FILE = re.compile(r"^`(?P<path>[\w./-]+)`[^\n]*\n\n```\w*\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_ANNAI = re.compile(r"(?:`|^|run: )(?:\.venv/bin/)?annai ([^`\n]+)", re.MULTILINE)
_CODE = re.compile(r"\b(?:[AT]\d|S1)\d\d\b")
_ENVIRONMENT = re.compile(r"\b(?:ANNAI_[A-Z]+|SOURCE_DATE_EPOCH)\b")

# What the domain's own words are; each has its line in the glossary, in both languages.
CONCEPTS = """article; category; section; audience; contact reason; decision tree; question; answer; route; outcome;
tool; search (of a tool); consult; escalation target; authority; talk script; macro; handover; red flag; view;
projection; sink; bundle; library; finding; lock; notice; channel; value; promise; call; fact"""


def _halves(readme: str) -> dict[str, str]:
    japanese, _, rest = readme.partition("\n## English\n")
    return {"ja": japanese, "en": rest.partition("\n## サーバーの設定")[0]}


def _table(text: str, heading: str) -> list[list[str]]:
    """The rows of the first table below a heading, without the line that names the columns."""
    _, found, rest = text.partition(f"\n{heading}\n")
    assert found, f"no heading {heading!r}"
    lines = rest[rest.index("\n|") :].lstrip("\n").split("\n")
    end = next(number for number, line in enumerate(lines) if not line.startswith("|"))
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in lines[2:end]]


def _spans(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


# --- The README's examples


@pytest.fixture(params=["ja", "en"])
def example(request: pytest.FixtureRequest, texts: dict[str, str], tmp_path: Path) -> Path:
    """The repository that one half of the README describes, file by file."""
    for found in _FILE.finditer(_halves(texts["README.md"])[request.param]):
        file = tmp_path / found["path"]
        assert not file.exists(), f"{found['path']} is shown twice"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(found["text"], encoding="utf-8")
    return tmp_path


def _checked(root: Path) -> Library:
    library, findings = check_repository(settings_of_folder(root), TODAY)
    assert findings == ()
    return library


def test_the_readmes_article_and_tree_check_clean(example: Path):
    library = _checked(example)
    assert sorted(library.articles) == ["help/lamp/charge", "manual/lamp/replace"]
    assert list(library.trees) == ["lamp"]


def test_the_readmes_article_shows_customers_no_agent_block(example: Path):
    library = _checked(example)
    public, agent = (project(library, audience, library.languages[0]) for audience in ("public", "agent"))
    link = "article:manual/lamp/replace"
    assert link not in public.articles["help/lamp/charge"].body
    assert link in agent.articles["help/lamp/charge"].body
    assert list(public.articles) == ["help/lamp/charge"]


def test_both_halves_of_the_readme_have_the_same_parts(texts: dict[str, str]):
    japanese, english = (
        [
            ("heading" if line.startswith("#") else "code")
            for line in half.splitlines()
            if re.match(r"###? |```\w", line)
        ]
        for half in (
            f"## 日本語{_halves(texts['README.md'])['ja'].partition('## 日本語')[2]}",
            "## English" + _halves(texts["README.md"])["en"],
        )
    )
    assert japanese == english


def test_the_readme_begins_with_the_two_commands(texts: dict[str, str]):
    first_screen = "\n".join(texts["README.md"].splitlines()[:15])
    assert "make site" in first_screen
    assert "make test" in first_screen
    assert "(#日本語)" in first_screen
    assert "(#english)" in first_screen


# --- Commands, options, variables


@pytest.mark.parametrize("document", [*DOCUMENTS, *GUIDES])
def test_documents_name_only_make_targets_that_exist(texts: dict[str, str], document: str):
    targets = set(re.findall(r"^([a-z][a-z-]*):", texts["Makefile"], flags=re.MULTILINE))
    named = set(re.findall(r"(?:`|^\s*\$?\s*|run: )make ([a-z-]+)", texts[document], flags=re.MULTILINE))
    assert named - targets == set()


def _command(words: list[str]) -> click.Command | None:
    """The command that words begin with, `eval search` among them."""
    found: click.Command | None = main
    for word in words:
        if not isinstance(found, click.Group):
            break
        found = found.commands.get(word)
    return found


@pytest.mark.parametrize("document", [*DOCUMENTS, *GUIDES])
def test_documents_name_only_commands_and_options_that_exist(texts: dict[str, str], document: str):
    wrong = []
    for found in _ANNAI.finditer(texts[document]):
        words = shlex.split(found[1], comments=True)
        options = {word.partition("=")[0] for word in words if word.startswith("--")}
        command = _command([word for word in words if not word.startswith("-")])
        known = {option for param in (command.params if command else ()) for option in param.opts}
        if command is None or options - known - {"--help"}:
            wrong.append(found[0])
    assert wrong == []


def test_the_readme_names_every_command_in_both_languages(texts: dict[str, str]):
    for half, heading in (("ja", "### コマンド"), ("en", "### Commands")):
        rows = _table(_halves(texts["README.md"])[half], heading)
        assert {_spans(row[0])[0].split()[1] for row in rows} == set(main.commands)


def test_the_readme_names_every_environment_variable(texts: dict[str, str]):
    read = {
        name
        for path, text in texts.items()
        if path.startswith("plugins/annai/") and path.endswith(".py")
        for name in _ENVIRONMENT.findall(text)
    }
    for half in _halves(texts["README.md"]).values():
        assert set(_ENVIRONMENT.findall(half)) == read


def test_the_readme_names_every_option_of_mkdocs_yml(texts: dict[str, str]):
    for half, heading in (("ja", "### 自分のリポジトリで使う"), ("en", "### In a repository of your own")):
        rows = _table(_halves(texts["README.md"])[half], heading)
        assert {name for row in rows for name in _spans(row[0])} == set(AnnaiConfig().keys())


# --- Links and names


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_between_documents_resolve(texts: dict[str, str], files: list[Path], repository: Path, document: str):
    there = {path.relative_to(repository).as_posix() for path in files}
    broken = []
    for target in _LINK.findall(_FENCED.sub("", texts[document])):
        # `[…](article:…)` shows how links are written.
        if "://" in target or target.startswith(("article:", "/")):
            continue
        path, _, anchor = target.partition("#")
        found = (repository / document).parent.joinpath(path).resolve() if path else repository / document
        name = found.relative_to(repository).as_posix()
        if name not in there or (anchor and anchor not in _anchors(texts[name])):
            broken.append(target)
    assert broken == []


def test_the_pictures_of_the_readme_are_light(files: list[Path], repository: Path):
    pictures = [path for path in files if path.is_relative_to(repository / "plugins" / "pictures")]
    assert pictures
    assert {path.name: path.stat().st_size for path in pictures if path.stat().st_size > 200_000} == {}


def _anchors(text: str) -> set[str]:
    """As GitHub makes them: lower case, without punctuation, hyphens for spaces."""
    headings = re.findall(r"^#+ (.+)$", _FENCED.sub("", text), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_architecture_names_every_floor_in_its_order(texts: dict[str, str], repository: Path):
    rows = _table(texts["plugins/README.md"], "## The floors")
    named = [_spans(row[0])[0].strip("/").removesuffix(".py") for row in rows]
    engine = repository / "plugins" / "annai"
    there = {path.name for path in engine.iterdir() if path.is_dir() and any(path.glob("*.py"))} - {"theme"}
    assert set(named) == {*there, "mkdocs_plugin"}
    layers = tomllib.loads(texts["pyproject.toml"])["tool"]["importlinter"]["contracts"][0]["layers"]
    rank = {name: number for number, layer in enumerate(layers) for name in re.findall(r"annai\.(\w+)", layer)}
    assert [rank[name] for name in named] == sorted(rank[name] for name in named)


@pytest.mark.parametrize(
    ("heading", "columns"),
    [("## The floors", (0, 2)), ("## I want to …", (1,)), ("## Generated files", (2, 3))],
)
def test_the_architecture_names_files_that_exist(texts: dict[str, str], repository: Path, heading: str, columns):
    missing = [
        name
        for row in _table(texts["plugins/README.md"], heading)
        for column in columns
        for name in _spans(row[column])
        if ("/" in name or "." in name) and not any((repository / "plugins" / "annai").glob(name.rstrip("/")))
    ]
    assert missing == []


def test_how_to_contribute_names_files_that_exist(texts: dict[str, str], repository: Path):
    named = {
        span for span in _spans(_FENCED.sub("", texts["CONTRIBUTING.md"])) if re.fullmatch(r"[\w.-]+/[\w./*-]*", span)
    }
    engine = repository / "plugins" / "annai"
    roots = (repository, engine, engine / "pages")
    made = {line.strip("/") for line in texts[".gitignore"].splitlines() if line.endswith("/")}
    missing = {name for name in named if not any(any(root.glob(name.rstrip("/"))) for root in roots)}
    assert {name for name in missing if name.strip("/") not in made} == set()


def test_the_architecture_names_every_format_of_a_file(texts: dict[str, str]):
    rows = _table(texts["plugins/README.md"], "## Generated files")
    named = {span for row in rows for span in _spans(row[1]) if span.startswith("annai-")}
    written = {
        name
        for path, text in texts.items()
        if path.startswith("plugins/annai/") and path.endswith(".py")
        for name in re.findall(r'(?:FORMAT = |"format": |format_: .*= )"(annai-[a-z]+/\d+)"', text)
    }
    assert named == written | {"annai-lock/1"}


# --- One word for one concept


def test_every_concept_has_one_word_in_each_language(texts: dict[str, str]):
    rows = _table(texts["plugins/README.md"], "## One word for one concept")
    english = [term.strip() for row in rows for term in row[0].split(", ")]
    japanese = [row[1] for row in rows]
    assert len(english) == len(set(english))
    assert len(japanese) == len(set(japanese))
    assert all(japanese)
    assert {term.strip() for term in CONCEPTS.replace("\n", " ").split(";")} - set(english) == set()


def test_every_concept_is_found_in_the_code(texts: dict[str, str]):
    wrong = []
    for row in _table(texts["plugins/README.md"], "## One word for one concept"):
        (place,) = _spans(row[3])
        path, _, name = place.partition(": ")
        text = texts.get(f"plugins/annai/{path}", "")
        if not text or (name and not re.search(rf"^(?:class |def )?{name}\b", text, flags=re.MULTILINE)):
            wrong.append(place)
    assert wrong == []


# --- The writers' guides


# How to add a check is shown with a code that does not exist yet.
@pytest.mark.parametrize("document", sorted({*DOCUMENTS, *GUIDES} - {"CONTRIBUTING.md"}))
def test_documents_name_only_codes_of_findings_that_exist(texts: dict[str, str], document: str):
    known = {key.partition(".")[0] for key in wordings()}
    assert set(_CODE.findall(texts[document])) - known == set()


def test_the_guide_names_every_key_of_front_matter(texts: dict[str, str]):
    rows = _table(texts[GUIDES[0]], "## front matter のキー")
    # What follows the table explains `changes`, which has a row as well.
    assert {_spans(row[0])[0] for row in rows} == set(FrontMatter.model_fields)


def test_the_guide_names_the_keys_that_a_translation_has_of_its_own(texts: dict[str, str]):
    line = next(line for line in texts[GUIDES[0]].splitlines() if line.startswith("`title` `summary`"))
    assert set(_spans(line)) == TRANSLATED


def test_the_guide_names_every_key_of_a_category(texts: dict[str, str]):
    rows = _table(texts[GUIDES[0]], "## 分類フォルダの`_category.yml`")
    assert {name for row in rows for name in _spans(row[0])} == set(CategoryFile.model_fields)


def test_the_house_style_states_the_limit_that_is_checked(texts: dict[str, str]):
    limit = re.search(r"sentence: (\d+)", texts["site_config/style.yml"])
    assert limit
    assert f"{limit[1]}字を超えると警告" in texts[GUIDES[3]]


# --- Publishing


def _keeps_for_ever(readme: str) -> re.Pattern[str]:
    patterns = set(re.findall(r'^ +"~(\^/assets/\S+)"', readme, flags=re.MULTILINE))
    assert len(patterns) == 1
    return re.compile(patterns.pop())


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (f"/assets/annai/brand.{content_hash(b'')}.css", True),
        (f"/assets/annai/calendars.{content_hash(b'')}.json", True),
        (f"/assets/annai/flow/returns.ja.{content_hash(b'')}.json", True),
        ("/assets/stylesheets/annai.css", False),
        ("/assets/help/count-days.svg", False),
        ("/search/search_index.json", False),
        ("/help/returns/policy/", False),
    ],
)
def test_what_is_cached_for_ever_bears_a_hash(texts: dict[str, str], address: str, kept: bool):
    assert bool(_keeps_for_ever(texts["README.md"]).search(address)) is kept


def test_servers_are_told_the_policy_that_the_pages_are_tested_under(texts: dict[str, str]):
    told = re.findall(r"Content-Security-Policy:? \"?([^\"\n]+)", texts["README.md"])
    assert len(told) == 2
    assert all(policy.startswith(POLICY) for policy in told)


def test_the_changelog_has_a_section_for_this_version(texts: dict[str, str]):
    assert re.search(rf"^## \[{re.escape(__version__)}\]", texts["CHANGELOG.md"], flags=re.MULTILINE)
