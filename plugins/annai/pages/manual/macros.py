"""Owns the page of talk scripts and macros, by situation: what is written first, then what each tree says."""

from __future__ import annotations

from collections.abc import Iterator

from annai.model.view import OutcomeView, QuestionView, TreeView
from annai.pages.contexts import MacroGroup, Macros, TalkScript
from annai.pages.hrefs import Here, here
from annai.pages.manual.desk import ManualDesk
from annai.pages.manual.scripts import hold_scripts, macro_script, outcome_script, question_script
from annai.pages.page import Page
from annai.pages.places import MACROS


def macros_page(manual: ManualDesk) -> Page:
    """Every macro by its situation, the phrases around a hold, and the talk scripts of each tree."""
    place = here(manual.view.address(MACROS))
    title = manual.frame.desk_title(MACROS)
    content = Macros(
        title=title,
        crumbs=manual.frame.crumbs(place),
        groups=tuple(_groups(manual, place)),
        provenance=manual.provenance("macros", name="macros", title=title),
    )
    return manual.page(place, "macros", title, content)


def _groups(manual: ManualDesk, place: Here) -> Iterator[MacroGroup]:
    by_situation: dict[str, list[TalkScript]] = {}
    situations = {}
    for name, macro in manual.desk.macros.items():
        key = str(macro.situation)
        situations[key] = manual.words(macro.situation)
        by_situation.setdefault(key, []).append(macro_script(manual, name, macro, place))
    for number, (key, scripts) in enumerate(by_situation.items(), start=1):
        yield MacroGroup(id=f"situation-{number}", situation=situations[key], scripts=tuple(scripts))
    written = {str(script.text) for scripts in by_situation.values() for script in scripts}
    holding = tuple(script for script in hold_scripts(manual) if str(script.text) not in written)
    if holding:
        yield MacroGroup(id="hold", situation=manual.say("hold.title"), scripts=holding)
    for tree in manual.open_trees():
        spoken = _spoken(manual, tree, place)
        if spoken:
            yield MacroGroup(id=f"tree-{tree.id}", situation=manual.frame.links.tree_title(tree), scripts=spoken)


def _spoken(manual: ManualDesk, tree: TreeView, place: Here) -> tuple[TalkScript, ...]:
    """What a tree says, in reading order."""
    found = []
    for node in manual.ways.in_order(tree):
        script = None
        if isinstance(node, OutcomeView):
            script = outcome_script(manual, tree, node, place)
        elif isinstance(node, QuestionView):
            script = question_script(manual, tree, node, place)
        if script is not None:
            found.append(script)
    return tuple(found)
