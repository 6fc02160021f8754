"""Owns which categories stand on a home page, and which folders nobody should have to open first."""

from __future__ import annotations

from msgspec import Struct

from annai.model.view import CategoryView, View

FEW = 4
"""Fewer cards than this say too little."""
MANY = 12


class Front(Struct, frozen=True):
    """The categories of a home page, and the addresses of folders that were opened to find them.

    A content folder often has one folder for everything (``help/``), or some that only hold others:
    what is in them is shown, and they are left out of breadcrumbs.
    """

    shown: tuple[CategoryView, ...]
    passed: frozenset[str]


def front_of(view: View) -> Front:
    """The front of a view: the top folders, opened where they are few and hold nothing but folders.

    Where that leaves fewer than four, each is followed by the folders in it.
    """
    categories = view.categories
    root = categories.get("/")
    shown = [categories[name] for name in root.categories] if root else []
    passed: set[str] = set()
    while len(shown) < FEW:
        bare = {one.address for one in shown if one.categories and not one.articles and one.landing is None}
        opened: list[CategoryView] = []
        for one in shown:
            opened += _inside(view, one) if one.address in bare else [one]
        if not bare or (len(opened) > MANY and len(shown) > 1):
            break
        shown = opened
        passed |= bare
    if len(shown) < FEW:
        followed = [other for one in shown for other in (one, *_inside(view, one))]
        if len(followed) <= MANY:
            shown = followed
    return Front(tuple(shown), frozenset(passed))


def _inside(view: View, category: CategoryView) -> list[CategoryView]:
    return [view.categories[name] for name in category.categories]
