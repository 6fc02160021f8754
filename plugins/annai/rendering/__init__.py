"""Markdown becomes HTML: rendered once for every view with the same text, linked for each view."""

from annai.rendering.body import Body, Heading, Reference, Section
from annai.rendering.links import Linked, LinkTable, link, link_table, relative
from annai.rendering.render import BODY_FORMAT, TooDeepError, body_key, render_body

__all__ = [
    "BODY_FORMAT",
    "Body",
    "Heading",
    "LinkTable",
    "Linked",
    "Reference",
    "Section",
    "TooDeepError",
    "body_key",
    "link",
    "link_table",
    "relative",
    "render_body",
]
