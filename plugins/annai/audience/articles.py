"""Articles as an audience may read them: agent blocks cut, values put in, internal keys set apart."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec.structs import replace

from annai.audience.excerpt import first_heading, first_paragraph, shortened
from annai.audience.phrases import Speaker
from annai.audience.reading import body_for
from annai.audience.sight import may_see, readable, shows_notice
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
    writer = _Writer(library, audience, language, trees)
    found = {
        article.id: writer.view(article, texts)
        for article in library.articles.values()
        if (texts := readable(library, audience, article))
    }
    return {name: _with_related(view, found) if view.related else view for name, view in found.items()}


def address_of(article: Article, language: str, library: Library) -> str:
    """An article's address in a language."""
    if language == library.languages[0]:
        return article.address
    return f"/{language}{article.address}"


class _Writer:
    """Makes the views of articles in one language for one audience."""

    def __init__(self, library: Library, audience: str, language: str, trees: Mapping[str, TreeView]) -> None:
        self.library = library
        self.audience = audience
        self.language = language
        self.site = library.site.value
        self.public = audience == self.site.weakest
        self.speakers: dict[str, Speaker] = {}
        self.by_article, self.by_reason = _ways_on(library, trees)

    def view(self, article: Article, texts: Mapping[str, ArticleText]) -> ArticleView:
        """The article in the view's language, else in the language it is written in."""
        text = texts.get(self.language) or next(iter(texts.values()))
        speaker = self.speaker(text.language)
        read = body_for(text.body, public=self.public)
        title = text.title or first_heading(read.body) or _file_title(text.path, self.library)
        summary = text.summary or first_paragraph(read.body)
        return ArticleView(
            id=article.id,
            address=address_of(article, text.language, self.library),
            language=text.language,
            title=speaker.fill(title),
            summary=speaker.fill(summary) if text.summary else shortened(speaker.fill(summary), SUMMARY_LENGTH),
            body=fill_markdown(read.body, speaker),
            kind=article.kind,
            category=_category(self.library, article),
            order=article.order,
            promoted=article.promoted,
            state=text.state if article.original.state == "validated" else article.original.state,
            updated=text.updated or self.library.updated.get(text.path),
            asked_as=text.asked_as,
            related=article.related,
            changes=self.changes(text, speaker),
            alternates=MappingProxyType({code: address_of(article, code, self.library) for code in texts}),
            lines=tuple(number + text.body_line - 1 for number in read.numbers),
            flow=self.way_on(article),
            notices=self.notices(article),
            desk=None if self.public else self.desk(article, text),
            body_line=text.body_line,
        )

    def speaker(self, language: str) -> Speaker:
        """Who says texts in a language; made once."""
        if language not in self.speakers:
            self.speakers[language] = Speaker(self.library, self.audience, language)
        return self.speakers[language]

    def changes(self, text: ArticleText, speaker: Speaker) -> tuple[Change, ...]:
        """The changes that this audience should know; what to do differently is never public."""
        return tuple(
            Change(
                date=change.date,
                what=Phrase(speaker.fill(change.what), text.language),
                do=None if self.public or change.do is None else Phrase(speaker.fill(change.do), text.language),
            )
            for change in text.changes
            if may_see(self.site, self.audience, change.audience)
        )

    def way_on(self, article: Article) -> str | None:
        """The tree for a reader whom the article did not help."""
        by_reason = (self.by_reason[code] for code in article.reasons if code in self.by_reason)
        return self.by_article.get(article.id) or next(by_reason, None)

    def notices(self, article: Article) -> tuple[str, ...]:
        """Notices of this audience that name the article or one of its contact reasons."""
        return tuple(
            notice.id
            for notice in self.library.notices.value.notices
            if shows_notice(self.site, self.audience, notice)
            and (article.id in notice.articles or set(article.reasons) & set(notice.reasons))
        )

    def desk(self, article: Article, text: ArticleText) -> ArticleDesk:
        """What agents see besides the text."""
        return ArticleDesk(
            path=text.path,
            state=text.state,
            reasons=article.reasons,
            owner=article.owner,
            review_by=text.review_by,
            public=text.language in readable(self.library, self.site.weakest, article),
        )


def _category(library: Library, article: Article) -> str:
    folders = article.path.removeprefix(f"{library.content_path}/").split("/")[:-1]
    return "/" + "".join(f"{folder}/" for folder in folders)


def _file_title(path: str, library: Library) -> str:
    """The file's name as a title, for an article that gives none; an index has its folder's."""
    folder, _, name = path.removesuffix(".md").rpartition("/")
    stem, dot, suffix = name.rpartition(".")
    title = stem if dot and stem and suffix in library.languages else name
    within = folder.removeprefix(library.content_path).rpartition("/")[2]
    return within if within and title.lower() in {"index", "_index", "readme"} else title


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
