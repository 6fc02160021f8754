"""What can be found in a view: articles by section, trees, outcomes, tools and scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from annai.model.view import ArticleView, OutcomeView, QuestionView, TreeView, View
from annai.pages.places import MACROS
from annai.pages.strings import Translator
from annai.pipeline.edition import Edition
from annai.rendering import Section
from annai.search.documents import SearchDocument


def documents_of(edition: Edition, sections: Mapping[str, Sequence[Section]]) -> Iterator[SearchDocument]:
    """The search documents of one view, in a stable order.

    ``sections`` are the plain texts of its own articles by id.
    """
    view = edition.view
    for article in view.articles.values():
        if article.id in edition.linked and article.state != "archived":
            yield from article_documents(view, article, sections.get(article.id, ()))
    yield from other_documents(view)


def other_documents(view: View) -> Iterator[SearchDocument]:
    """What can be found besides articles."""
    for tree in view.trees.values():
        if tree.desk is None or tree.desk.state != "archived":
            yield from _tree_documents(view, tree)
    if view.desk is not None:
        yield from _desk_documents(view)


def article_documents(view: View, article: ArticleView, sections: Sequence[Section]) -> Iterator[SearchDocument]:
    """One document for what stands before the first heading, one for each section."""
    first = sections[0] if sections and not sections[0].anchor else None
    intro = first.text if first else ""
    yield SearchDocument(
        id=article.id,
        kind="article",
        url=article.address,
        title=article.title,
        section_title="",
        anchor="",
        text=intro,
        keywords=article.asked_as,
        language=article.language,
        audience=view.audience,
        summary="" if article.summary in intro else article.summary,
        category=article.category,
    )
    for section in sections:
        if section.anchor:
            yield SearchDocument(
                id=article.id,
                kind="article",
                url=article.address,
                title=article.title,
                section_title=section.title,
                anchor=section.anchor,
                text=section.text,
                keywords=(),
                language=article.language,
                audience=view.audience,
                category=article.category,
            )


def _tree_documents(view: View, tree: TreeView) -> Iterator[SearchDocument]:
    questions = [node for node in tree.nodes.values() if isinstance(node, QuestionView)]
    words = [phrase.text for node in questions for phrase in node.asked_as]
    words += [
        phrase.text for node in questions for answer in node.answers for phrase in (*answer.asked_as, *answer.terms)
    ]
    yield SearchDocument(
        id=f"tree:{tree.id}",
        kind="tree",
        url=tree.address,
        title=tree.title.text,
        section_title="",
        anchor="",
        text="\n".join(
            text for node in questions for text in (node.ask.text, *(answer.label.text for answer in node.answers))
        ),
        keywords=tuple(dict.fromkeys(words)),
        language=view.language,
        audience=view.audience,
    )
    for node in tree.nodes.values():
        if not isinstance(node, OutcomeView) or (node.address is None and view.desk is None):
            continue
        yield SearchDocument(
            id=f"tree:{tree.id}#{node.id}",
            kind="outcome",
            url=node.address or tree.address,
            title=node.title.text,
            section_title="",
            anchor="" if node.address else node.id,
            text="\n".join(step.text for step in node.steps),
            keywords=tuple(phrase.text for phrase in node.asked_as),
            language=view.language,
            audience=view.audience,
        )


def _desk_documents(view: View) -> Iterator[SearchDocument]:
    assert view.desk is not None
    language = view.language
    for name, tool in view.desk.tools.items():
        searches = [search.title.say(language).text for search in tool.searches.values()]
        yield SearchDocument(
            id=f"tool:{name}",
            kind="tool",
            url=view.address(f"/tool/{name}/"),
            title=tool.title.say(language).text,
            section_title="",
            anchor="",
            text="\n".join([*(text.say(language).text for text in (*tool.knows, *tool.not_for)), *searches]),
            keywords=(name,),
            language=language,
            audience=view.audience,
        )
    if view.desk.macros:
        # The page itself, which its scripts are sections of.
        yield SearchDocument(
            id="page:macros",
            kind="script",
            url=view.address(MACROS),
            title=Translator(language)("places.macros"),
            section_title="",
            anchor="",
            text="",
            keywords=(),
            language=language,
            audience=view.audience,
        )
    for name, macro in view.desk.macros.items():
        yield SearchDocument(
            id=f"script:{name}",
            kind="script",
            url=view.address(MACROS),
            title=macro.title.say(language).text,
            section_title="",
            anchor=f"macro-{name}",
            text=macro.text.say(language).text,
            keywords=(macro.situation.say(language).text,),
            language=language,
            audience=view.audience,
        )
