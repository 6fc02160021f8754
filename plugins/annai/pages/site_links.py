"""Owns where site paths (``/contact/``), articles and nodes lead from a page: in its language, if it has them."""

from __future__ import annotations

from itertools import islice

from annai.model.view import ArticleView, Go, OutcomeView, QuestionView, TreeView, View
from annai.pages.contexts import Link, Words
from annai.pages.hrefs import Here
from annai.pages.places import addresses
from annai.pages.strings import Translator
from annai.pages.wording import some_words, titled, words


class SiteLinks:
    """Links between the pages of one view. Made once for a view; looks everything up by key."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.places = addresses(view)
        self._by_address = {
            address: article.id for article in view.articles.values() for address in article.alternates.values()
        }
        self._shown: dict[str, tuple[Words, str, Words]] = {}

    def href(self, url: str, here: Here, *, query: str = "") -> str:
        """An address of a registry as it stands in a page: one with a scheme as it is, a site path relative.

        A site path leads to the page of the view's language where there is one. ``query`` goes along
        where the address is of this site and has none.
        """
        if not url.startswith("/"):
            return url
        path, hash_mark, fragment = url.partition("#")
        path, question_mark, own = path.partition("?")
        way = here.to(self.address(path), query=own if question_mark else query)
        return f"{way}#{fragment}" if hash_mark else way

    def address(self, path: str) -> str:
        """The address that a site path has in this view, itself where nothing better is known."""
        page = path if path.endswith("/") or "." in path.rpartition("/")[2] else path + "/"
        for candidate in (self.view.address(page), page):
            if candidate in self._by_address:
                return self.view.articles[self._by_address[candidate]].address
            if candidate in self.places:
                return candidate
        return path

    def article(self, article_id: str, here: Here, *, note: bool = True) -> Link:
        """A link to an article of the view, with its summary as the note; a draft says so there."""
        shown = self._shown.get(article_id)
        if shown is None:
            article = self.view.articles[article_id]
            about = article.summary
            if article.state == "draft":
                about = f"（{Translator(article.language)('common.draft')}）{about}"
            shown = self._shown[article_id] = (
                titled(article.title, article.language, self.view.language),
                article.address,
                titled(about, article.language, self.view.language) if about else "",
            )
        label, address, summary = shown
        return Link(label, here.to(address), summary if note else "")

    def has(self, article_id: str) -> bool:
        """Whether an article may be listed: the view has it, and it is not archived."""
        article = self.view.articles.get(article_id)
        return article is not None and article.state != "archived"

    def untranslated_last(self, article_ids: tuple[str, ...]) -> tuple[str, ...]:
        """Articles in their order, those in the view's language first."""
        articles = self.view.articles
        return tuple(sorted(article_ids, key=lambda name: articles[name].language != self.view.language))

    def node_title(self, go: Go) -> Words:
        """What a step leads to: the question, the outcome, or a tree's title where the node has none."""
        tree = self.view.trees.get(go.tree)
        node = tree.nodes.get(go.node) if tree else None
        if isinstance(node, QuestionView):
            return words(node.ask, self.view.language)
        if isinstance(node, OutcomeView):
            return words(node.title, self.view.language)
        return some_words(tree.title if tree else None, self.view.language)

    def node(self, go: Go, here: Here, *, query: str = "") -> str:
        """The way to a node: an outcome's own page, else its place in the tree's outline."""
        tree = self.view.trees.get(go.tree)
        if tree is None:
            return here.to(self.view.home)
        node = tree.nodes.get(go.node)
        if isinstance(node, OutcomeView) and node.address:
            return here.to(node.address, query=query)
        fragment = "" if go.node == tree.start else go.node
        if here.address == tree.address:
            return f"#{go.node}"
        return here.to(tree.address, fragment=fragment, query=query)

    def living_tree(self, tree_id: str | None) -> TreeView | None:
        """A flow that may be linked as a way to go: None for one that is archived, or that the view does not have."""
        tree = self.view.trees.get(tree_id or "")
        return None if tree is None or (tree.desk is not None and tree.desk.state == "archived") else tree

    def flows(self, here: Here, most: int) -> tuple[Link, ...]:
        """The flows that a home or contact page offers, in the site's order: those that a reader may begin."""
        living = (self.living_tree(name) for name in self.view.site.flows)
        begun = (tree for tree in living if tree is not None and tree.start is not None and tree.entries)
        return tuple(self.tree(tree, here) for tree in islice(begun, most))

    def tree(self, tree: TreeView, here: Here, *, query: str = "") -> Link:
        """A link to a flow; a draft says so."""
        return Link(self.tree_title(tree), here.to(tree.address, query=query))

    def tree_title(self, tree: TreeView) -> Words:
        """A tree's title, with a mark where it is a draft."""
        if tree.desk is None or tree.desk.state != "draft":
            return words(tree.title, self.view.language)
        marked = Translator(tree.title.language)("tree.draft", title=tree.title.text)
        return titled(marked, tree.title.language, self.view.language)

    def flags(self, here: Here, *, without: str = "") -> tuple[Link, ...]:
        """What must not wait; ``without`` is a tree whose flags are not needed."""
        return tuple(
            Link(words(flag.label, self.view.language), self.node(flag.go, here))
            for flag in self.view.flags
            if flag.go.tree != without
        )


def nearest_address(article: ArticleView, view: View, language: str) -> str:
    """Where a reader of another language goes on from an article that it does not have: the article's category."""
    home = "/" if language == view.site.languages[0] else f"/{language}/"
    return home + article.category.lstrip("/") if article.category in view.categories else home
