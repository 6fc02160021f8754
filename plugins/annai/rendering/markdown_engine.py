"""The Markdown dialect: Python-Markdown with the extensions that Material's styles are made for."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement
from typing import Any

from markdown import Markdown
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block
from pymdownx.slugs import slugify


class _AgentBlock(Block):  # type: ignore[misc]  # pymdownx has no types
    """``/// agent``: shown as an aside. On the public site the lines are gone before this is asked."""

    NAME = "agent"

    def on_create(self, parent: Element) -> Element:
        return SubElement(parent, "aside", {"class": "annai-agent"})


class _AgentBlocks(BlocksExtension):  # type: ignore[misc]  # pymdownx has no types
    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802 - the library's name
        block_mgr.register(_AgentBlock, self.getConfigs())


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
