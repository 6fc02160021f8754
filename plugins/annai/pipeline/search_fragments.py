"""What a view's articles, trees, tools and scripts add to an index, kept from one run to the next by content."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from functools import cached_property

from annai.language.synonyms import Synonyms
from annai.model.library import Library
from annai.pipeline.bodies import sections_of
from annai.pipeline.edition import Edition
from annai.pipeline.memory import Memory
from annai.pipeline.search_documents import article_documents, other_documents
from annai.search.fragment import Fragment, articles_of, fragment_of
from annai.search.index import SearchIndex, merge


class EditionIndex:
    """The index of one view; nothing of it is made before it is asked for.

    ``digest`` stands for all that the index is made of.
    """

    def __init__(self, edition: Edition, library: Library, memory: Memory) -> None:
        self.edition = edition
        self.synonyms = synonyms_of(edition, library)
        self._memory = memory
        self._keys = _keys(edition)
        self._others = tuple(articles_of(other_documents(edition.view)))
        digest = hashlib.blake2b(digest_size=16)
        for part in (self.synonyms.rules, self.synonyms.blocked, tuple(self._keys.values()), self._others):
            digest.update(repr(part).encode("utf-8", "backslashreplace"))
        self.digest = digest.hexdigest()

    @property
    def language(self) -> str:
        """The language of the view."""
        return self.edition.view.language

    @property
    def names(self) -> Collection[str]:
        """The ids of the articles that it is made of."""
        return self._keys.keys()

    @cached_property
    def fragments(self) -> Mapping[str, Fragment]:
        """The articles' fragments by id; those that no earlier run has left behind are made, and kept."""
        bodies = self._memory.bodies
        kept: dict[str, Fragment] = bodies.read(self._keys.values())
        missing = {name: key for name, key in self._keys.items() if key not in kept}
        if missing:
            view = self.edition.view
            sections = sections_of({name: self.edition.keys[name] for name in missing}, self._memory)
            made = {
                key: fragment_of(tuple(article_documents(view, view.articles[name], sections.get(name, ()))))
                for name, key in missing.items()
            }
            bodies.write(made)
            kept |= made
        return {name: kept[key] for name, key in self._keys.items()}

    @cached_property
    def index(self) -> SearchIndex:
        """The index itself: the one that the audience's browsers get."""
        others = [fragment_of(documents) for documents in self._others]
        return merge([*self.fragments.values(), *others], self.language, self.synonyms)


def synonyms_of(edition: Edition, library: Library) -> Synonyms:
    """The synonyms that an audience may see; what is blocked is blocked for all."""
    return Synonyms(edition.view.synonyms, library.synonyms.value.block)


def _keys(edition: Edition) -> dict[str, str]:
    """The key of each own article's fragment, by id: a hash of all that it is made of. Archived ones have none."""
    view = edition.view
    found: dict[str, str] = {}
    for name, article in view.articles.items():
        if name in edition.linked and article.state != "archived":
            parts = (name, article.language, article.address, article.title, article.summary, article.asked_as)
            text = repr((*parts, article.category, edition.keys[name]))
            digest = hashlib.blake2b(text.encode("utf-8", "backslashreplace"), digest_size=16)
            found[name] = f"fragment:{digest.hexdigest()}"
    return found
