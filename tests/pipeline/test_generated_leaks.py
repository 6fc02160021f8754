"""Whatever articles a team writes, in whatever order they are changed: what is internal never reaches customers."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.pipeline.canaries import Canaries
from tests.pipeline.content_repository import FOREIGN, ContentRepository
from tests.pipeline.in_process import build_if_clean
from tests.pipeline.test_leaks import found_in

SITE = """schema: support-site/1
languages: [ja, en]
defaults:
  - {path: "help/**", audience: public}
  - {path: "manual/**", audience: agent}
"""


@dataclass(frozen=True)
class Piece:
    """A paragraph with a canary: open, in an agent block of some shape, or in a comment."""

    kind: str
    slashes: int = 3
    indent: int = 0

    def text(self, canary: str) -> str:
        """The paragraph's Markdown."""
        if self.kind == "comment":
            return f"<!-- {canary} -->"
        if self.kind == "comment of many lines":
            return f"<!--\n{canary}\n\n{canary}\n-->"
        if self.kind == "remark":
            return f"[//]: # ({canary})"
        if self.kind == "open":
            return f"これは {canary} です。"
        marks = "/" * self.slashes
        inner = {
            "block": canary,
            "block with a list": f"- 一\n- {canary}",
            "block with a fence": f"```\n{canary}\n///\n```",
            "block in a block": f"{'/' * (self.slashes + 1)} note\n{canary}\n{'/' * (self.slashes + 1)}",
            "block with a heading": f"## {canary}\n\n本文",
            "block with a table": f"| 一 | 二 |\n|---|---|\n| {canary} | 三 |",
        }[self.kind]
        block = f"{marks} agent\n{inner}\n{marks}"
        return f"- 一\n\n{textwrap.indent(block, '    ')}" if self.indent else block


@dataclass(frozen=True)
class Written:
    """An article: where it lies, what its front matter says, and its paragraphs."""

    folder: str
    audience: str
    state: str
    language: str
    pieces: tuple[Piece, ...]

    @property
    def public(self) -> bool:
        """Whether customers may read it."""
        audience = self.audience or ("public" if self.folder == "help" else "agent")
        return audience == "public" and self.state in {"", "validated"}

    def place(self, number: int) -> str:
        """Its file."""
        return f"content/{self.folder}/a{number}{'.en' if self.language == 'en' else ''}.md"

    def text(self, number: int, canaries: Canaries) -> str:
        """Its Markdown, with a canary of its own for the title, the id and each paragraph."""
        lines = [f"id: {name(canaries, f'{number} id')}", f"title: {name(canaries, f'{number} title')}"]
        lines += [f"audience: {self.audience}"] if self.audience else []
        lines += [f"state: {self.state}"] if self.state else []
        body = [piece.text(name(canaries, f"{number} {place}")) for place, piece in enumerate(self.pieces)]
        return "---\n" + "\n".join(lines) + "\n---\n" + "\n\n".join(body) + "\n"


def name(canaries: Canaries, key: str) -> str:
    """The canary of a part of an article."""
    if key not in canaries.written:
        canaries.written[key] = Canaries._new("", len(canaries.written))
    return canaries.written[key]


PIECES = st.builds(
    Piece,
    st.sampled_from(
        [
            *("open", "open", "block", "block", "block with a list", "block with a fence", "block in a block"),
            *("block with a heading", "block with a table", "comment", "comment of many lines", "remark"),
        ]
    ),
    st.integers(3, 5),
    st.sampled_from([0, 0, 4]),
)
ARTICLES = st.builds(
    Written,
    st.sampled_from(["help", "help", "manual"]),
    st.sampled_from(["", "", "public", "agent"]),
    st.sampled_from(["", "", "validated", "draft", "archived"]),
    st.sampled_from(["ja", "ja", "en"]),
    st.lists(PIECES, max_size=5).map(tuple),
)


@pytest.mark.slow
@settings(max_examples=8, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    articles=st.lists(ARTICLES, min_size=2, max_size=6),
    turns=st.lists(st.tuples(st.integers(0, 5), ARTICLES), max_size=3),
)
def test_no_internal_word_reaches_the_public_site_and_every_public_one_does(tmp_path_factory, articles, turns):
    shop = ContentRepository.of(tmp_path_factory.mktemp("generated") / "shop", {"mkdocs.yml": FOREIGN["mkdocs.yml"]})
    shop.write("site_config/site.yml", SITE)
    canaries = Canaries()
    written = list(articles)
    for number, article in enumerate(written):
        shop.write(article.place(number), article.text(number, canaries))
    check(shop, written, canaries)
    for turn, article in turns:
        number = turn % len(written)
        # The same file says something else now; what it said before is nobody's business any more.
        changed = replace(article, folder=written[number].folder, language=written[number].language)
        written[number] = changed
        shop.write(changed.place(number), changed.text(number, canaries))
        check(shop, written, canaries)


def check(shop: ContentRepository, written: list[Written], canaries: Canaries) -> None:
    """Builds, and compares what is found on both sites with what each audience may read."""
    built, findings = build_if_clean(shop)
    assert built, findings
    public, internal = (set(found_in(shop.site(audience), canaries)) for audience in ("public", "agent"))
    may, must, inside = set(), set(), set()
    for number, article in enumerate(written):
        shown = {f"{number} {place}" for place, piece in enumerate(article.pieces) if piece.kind == "open"}
        titles = {f"{number} title"}
        blocks = {f"{number} {place}" for place, piece in enumerate(article.pieces) if piece.kind.startswith("block")}
        inside |= shown | titles | blocks
        if article.public:
            must |= shown | titles
            may |= shown | titles | {f"{number} id"}
    assert must - public == set()
    assert public - may == set()
    assert inside - internal == set()
