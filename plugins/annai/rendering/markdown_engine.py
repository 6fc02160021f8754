"""The Markdown dialect: Python-Markdown with the extensions that Material's styles are made for."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block
from pymdownx.slugs import slugify

_GLUED_ANCHOR = re.compile(r"^(#{1,6}[ \t].*?[^\s{])(\{:?[ ]*#[^\s}]+[ ]*\})[ \t]*$")


class _AgentBlock(Block):  # type: ignore[misc]  # pymdownx has no types
    """``/// agent``: shown as an aside. On the public site the lines are gone before this is asked."""

    NAME = "agent"

    def on_create(self, parent: Element) -> Element:
        return SubElement(parent, "aside", {"class": "annai-agent"})


class _AgentBlocks(BlocksExtension):  # type: ignore[misc]  # pymdownx has no types
    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802 - the library's name
        block_mgr.register(_AgentBlock, self.getConfigs())


class _HeadingAnchors(Preprocessor):
    """``## Title{#anchor}`` as other systems write it; attr_list wants a space before the brace."""

    def run(self, lines: list[str]) -> list[str]:
        return [_GLUED_ANCHOR.sub(r"\1 \2", line) if line.startswith("#") else line for line in lines]


class _Anchors(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        # After fences are put aside (25), before blocks are read.
        md.preprocessors.register(_HeadingAnchors(md), "annai_anchors", 20)


def markdown_engine() -> Markdown:
    """A fresh converter. It keeps state between ``reset()`` calls and belongs to one thread."""
    return Markdown(
        extensions=[
            "abbr",
            "admonition",
            "attr_list",
            "def_list",
            "footnotes",
            "md_in_html",
            "sane_lists",
            "tables",
            "toc",
            "pymdownx.superfences",
            "pymdownx.highlight",
            "pymdownx.tilde",
            "pymdownx.tasklist",
            "pymdownx.magiclink",
            "pymdownx.blocks.admonition",
            "pymdownx.blocks.details",
            _AgentBlocks(),
            _Anchors(),
        ],
        extension_configs={
            # An inline style would be refused by the sites' content security policy.
            "tables": {"use_align_attribute": True},
            "toc": {"slugify": slugify(case="lower"), "permalink": False},
            # Code in support articles is commands to copy; colours are not worth half the build time.
            "pymdownx.highlight": {"use_pygments": False},
            "pymdownx.tilde": {"subscript": False},
        },
        output_format="html",
        tab_length=4,
    )
