"""Owns drawing: a context becomes HTML with the template that it names and the interface strings of a language."""

import re
from functools import cache, lru_cache
from typing import ClassVar, Protocol

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from annai.pages.contexts import Frame, Html, Phrase, Words
from annai.pages.line_breaks import japanese_splitter, with_breaks
from annai.pages.strings import LANGUAGES, Translator

_TABLE = re.compile(r"<table\b[^>]*>.*?</table>", re.DOTALL)
_EMPTY_HEADING = re.compile(r"<th\b([^>]*)>\s*</th>")
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9-]*)\}")


class Context(Protocol):
    """A frozen value of ``annai.pages.contexts`` that names its template."""

    TEMPLATE: ClassVar[str]


def render(context: Context, language: str) -> Html:
    """The HTML of a context, in the interface language of a BCP 47 tag.

    Raises ``jinja2.UndefinedError`` where a template reads what its context does not have, and ``KeyError`` where
    it asks for a string that does not exist: both are faults of ours, not of the content.
    """
    template = _environment(language).get_template(context.TEMPLATE)
    return Html(template.render(page=context))


def frame_meta(frame: Frame) -> dict[str, object]:
    """What MkDocs keeps as ``page.meta``: the frame's fields, and ``t`` for the strings of its language."""
    fields = {name: getattr(frame, name) for name in frame.__struct_fields__}
    return {**fields, "t": Translator(frame.language)}


def keep_compiled(templates: BytecodeCache) -> None:
    """Keeps compiled templates there, for the environments of this process and of later ones."""
    for language in LANGUAGES:
        _environment(language).bytecode_cache = templates


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("annai.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    translator = Translator(language)

    # Titles come back as related articles, crumbs and cards: most are asked for many times.
    @lru_cache(maxsize=1 << 14)
    def headline(words: Words) -> Markup:
        lang = words.lang if isinstance(words, Phrase) else ""
        japanese = (lang or language).startswith("ja")
        # The splitter's model is read at the first Japanese heading; a build without changes draws none.
        return _marked(with_breaks(str(words), japanese_splitter() if japanese else None), lang)

    def scrolling_tables(html: Html) -> Markup:
        label = escape(translator("common.table"))
        frame = f'<div class="scroll" tabindex="0" role="group" aria-label="{label}">'

        def framed(table: re.Match[str]) -> str:
            # Markdown has no other way to leave a corner empty; an empty heading would head nothing.
            rows = _EMPTY_HEADING.sub(r"<td\1></td>", table[0])
            return f"{frame}{rows}</div>"

        return Markup(_TABLE.sub(framed, html))  # noqa: S704 - html is Html

    environment.globals.update(t=translator, language=language)
    environment.filters.update(
        words=words_html,
        lines=lines_html,
        lines_kept=lines_kept,
        headline=headline,
        scrolling_tables=scrolling_tables,
        template_parts=template_parts,
    )
    return environment


def words_html(words: Words) -> Markup:
    """Words, escaped; in a ``span`` with ``lang`` where they are of another language than the page."""
    return _marked(escape(str(words)), words.lang if isinstance(words, Phrase) else "")


def lines_html(words: Words) -> Markup:
    """The same with line breaks kept, as scripts and replies need them."""
    lines = str(words).rstrip("\n").split("\n")
    return _marked(Markup("<br>").join(lines), words.lang if isinstance(words, Phrase) else "")


def lines_kept(text: str) -> Markup:
    """A piece of text with its line breaks, also those at its ends."""
    return Markup("<br>").join(text.split("\n"))


def template_parts(text: str) -> tuple[tuple[str, bool], ...]:
    """A query or link cut at its ``{input-id}``: pairs of text (or id) and whether it is an input."""
    parts: list[tuple[str, bool]] = []
    end = 0
    for match in _PLACEHOLDER.finditer(text):
        if match.start() > end:
            parts.append((text[end : match.start()], False))
        parts.append((match[1], True))
        end = match.end()
    if end < len(text):
        parts.append((text[end:], False))
    return tuple(parts)


def _marked(html: Markup, lang: str) -> Markup:
    return Markup('<span lang="{}">{}</span>').format(lang, html) if lang else html
