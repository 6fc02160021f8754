"""Articles as an audience may read them: agent blocks cut, values put in, internal keys set apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from annai.audience.blocks import cut, scan
from annai.audience.excerpt import first_heading, first_paragraph
from annai.audience.phrases import VALUE, Speaker
from annai.audience.values import fill_markdown
from annai.model.article import Article, ArticleText
from annai.model.library import Library
from annai.model.text import Phrase
from annai.model.view import ArticleDesk, ArticleView, Change, OutcomeView, TreeView

SUMMARY_LENGTH = 120


def project_articles(
    library: Library, audience: str, language: str, trees: Mapping[str, TreeView]
) -> dict[str, ArticleView]:
    """The articles that this audience may read, by id.

    One that is not translated is there in the language it is written in, at that language's address.
    """
    speaker = Speaker(library, audience, language)
    ways = _ways_on(library, trees)
    found: dict[str, ArticleView] = {}
    for article in library.articles.values():
        texts = _readable(library, audience, article)
        if texts:
            found[article.id] = _view(library, audience, language, article, texts, speaker, ways)
    return {
        name: view if not view.related else _with_related(view, found) for name, view in found.items()
    }


def address_of(article: Article, language: str, library: Library) -> str:
    """An article's address in a language."""
    if language == library.languages[0]:
        return article.address
    return f"/{language}{article.address}"


def _readable(library: Library, audience: str, article: Article) -> dict[str, ArticleText]:
    """The translations that the audience may read; none is more public than the original."""
    site = library.site.value
    if not site.may_see(audience, article.audience):
        return {}
    if audience != site.weakest:
        return dict(article.texts)
    if article.original.state != "validated":
        return {}
    return {language: text for language, text in article.texts.items() if text.state == "validated"}


def _view(
    library: Library,
    audience: str,
    language: str,
    article: Article,
    texts: Mapping[str, ArticleText],
    speaker: Speaker,
    ways: tuple[Mapping[str, str], Mapping[str, str]],
) -> ArticleView:
    site = library.site.value
    public = audience == site.weakest
    text = texts.get(language) or next(iter(texts.values()))
    body, lines = text.body, None
    scanned = scan(body)
    if public and (scanned.blocks or scanned.faults):
        body, lines = ("", ()) if scanned.faults else cut(body, scanned)
    values = speaker.values if text.language == language else Speaker(library, audience, text.language).values
    body = fill_markdown(body, values)
    title = text.title or first_heading(body) or _file_title(text.path, text.language, library)
    by_article, by_reason = ways
    flow = by_article.get(article.id) or next(
        (by_reason[code] for code in article.reasons if code in by_reason), None
    )
    return ArticleView(
        id=article.id,
        address=address_of(article, text.language, library),
        language=text.language,
        title=_filled(title, values),
        summary=_filled(text.summary, values) if text.summary else first_paragraph(body, SUMMARY_LENGTH),
        body=body,
        kind=article.kind,
        category=_category(library, article),
        order=article.order,
        promoted=article.promoted,
        state=text.state if article.original.state == "validated" else article.original.state,
        updated=text.updated or library.updated.get(text.path),
        asked_as=text.asked_as,
        related=article.related,
        changes=tuple(
            Change(
                date=change.date,
                what=Phrase(_filled(change.what, values), text.language),
                do=None if public or change.do is None else Phrase(_filled(change.do, values), text.language),
            )
            for change in text.changes
            if site.may_see(audience, change.audience)
        ),
        alternates=MappingProxyType({code: address_of(article, code, library) for code in texts}),
        lines=() if lines is None else tuple(line + text.body_line - 1 for line in lines),
        flow=flow,
        notices=_notices(library, audience, article),
        desk=None
        if public
        else ArticleDesk(
            path=text.path,
            state=text.state,
            reasons=article.reasons,
            owner=article.owner,
            review_by=text.review_by,
            public=site.may_see(site.weakest, article.audience) and text.state == "validated",
        ),
        body_line=text.body_line,
    )


def _filled(text: str, values: Mapping[str, str]) -> str:
    """A plain text with its values put in."""
    return VALUE.sub(lambda found: values.get(found[1], ""), text) if "{{" in text else text


def _category(library: Library, article: Article) -> str:
    folders = article.path.removeprefix(f"{library.content_path}/").split("/")[:-1]
    return "/" + "".join(f"{folder}/" for folder in folders)


def _file_title(path: str, language: str, library: Library) -> str:
    """The file's name as a title, for an article that gives none."""
    name = path.rpartition("/")[2].removesuffix(".md")
    stem, dot, suffix = name.rpartition(".")
    return stem if dot and stem and suffix in library.languages else name


def _notices(library: Library, audience: str, article: Article) -> tuple[str, ...]:
    """Notices that name the article or one of its contact reasons."""
    site = library.site.value
    public = audience == site.weakest
    return tuple(
        notice.id
        for notice in library.notices.value.notices
        if site.may_see(audience, notice.audience)
        and not (public and notice.public is None)
        and (article.id in notice.articles or set(article.reasons) & set(notice.reasons))
    )


def _ways_on(library: Library, trees: Mapping[str, TreeView]) -> tuple[dict[str, str], dict[str, str]]:
    """Where a reader whom an article did not help goes on: trees by article, and by contact reason.

    Among the trees that this audience may walk, the one whose outcomes name the article or reason
    most often (by volume) comes first.
    """
    articles: dict[str, dict[str, int]] = {}
    reasons: dict[str, dict[str, int]] = {}
    for tree in trees.values():
        if tree.start is None:
            continue
        source = library.trees[tree.id].value
        for node in tree.nodes.values():
            if not isinstance(node, OutcomeView):
                continue
            outcome = source.outcomes[node.id]
            weight = outcome.volume + 1
            for name in node.articles:
                counts = articles.setdefault(name, {})
                counts[tree.id] = counts.get(tree.id, 0) + weight
            counts = reasons.setdefault(outcome.reason, {})
            counts[tree.id] = counts.get(tree.id, 0) + weight
    return _most(articles), _most(reasons)


def _most(counted: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
    return {key: min(counts, key=lambda tree: (-counts[tree], tree)) for key, counts in counted.items()}


def _with_related(view: ArticleView, found: Mapping[str, ArticleView]) -> ArticleView:
    related = tuple(name for name in view.related if name in found and found[name].state != "archived")
    return view if related == view.related else replace(view, related=related)
