"""Small libraries from text: files by path, read as a build reads them, with a shop's registries around them."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from textwrap import dedent, indent

from annai.diagnostics import Finding
from annai.model.library import Library
from annai.model.view import OutcomeView, QuestionView, View
from annai.sources import Layout, load

TODAY = date(2026, 11, 22)
TWO_AUDIENCES = "[public, agent]"
THREE_AUDIENCES = "[public, agent, sv]"


def site(audiences: str = TWO_AUDIENCES, languages: str = "[ja, en]", more: str = "") -> str:
    """A ``site.yml``: help is public, manual is the agents'."""
    head = f"schema: support-site/1\nlanguages: {languages}\naudiences: {audiences}\n"
    defaults = """\
        defaults:
          - {path: "help/**", audience: public}
          - {path: "manual/**", audience: agent}
        """
    return head + dedent(defaults) + dedent(more)


def tree(body: str, tree_id: str = "t", audience: str = "public", head: str = "") -> str:
    """A tree's file: its head, then ``body`` with the maps of nodes."""
    given = set(re.findall(r"^(\w+):", dedent(head), flags=re.MULTILINE))
    start = "" if "start" in given else "start: first\n"
    return (
        f"schema: support-tree/1\nid: {tree_id}\nversion: 1\nowner: cs\nreview_by: 2027-01-01\nstate: validated\n"
        f"audience: {audience}\n{start}"
        + ("" if "title" in given else "title: {ja: 木, en: Tree}\n")
        + dedent(head)
        + dedent(body)
    )


def outcome(name: str, more: str = "", public: bool = True) -> str:
    """An outcome's lines, two spaces deep; ``more`` are further keys, one a line."""
    keys = f"title: {{ja: {name}, en: {name}}}\nreason: R-1\npriority: p1\nsteps: [する]\n"
    keys += "public: {steps: [お客様がする]}\n" if public else ""
    return f"  {name}:\n" + indent(f"{keys}{dedent(more)}\n", "    ")


def library(files: Mapping[str, str | bytes]) -> Library:
    """The library that the files spell; without a ``site.yml`` among them, the usual one.

    The files must be readable: a test that means something else would see a library without them.
    """
    read, findings = loaded(files)
    assert findings == (), [f"{finding.mark} {finding.key} {finding.args}" for finding in findings]
    return read


def loaded(files: Mapping[str, str | bytes]) -> tuple[Library, tuple[Finding, ...]]:
    """The library, and what reading found wrong with its files."""
    named: dict[str, str | bytes] = {"site_config/site.yml": site(), **files}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, text in named.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        found = load(Layout.of(root), TODAY)
    return found.library, found.findings


def question(view: View, tree_id: str, node_id: str = "first") -> QuestionView:
    """A question of a view."""
    node = view.trees[tree_id].nodes[node_id]
    assert isinstance(node, QuestionView)
    return node


def result(view: View, tree_id: str, node_id: str = "first") -> OutcomeView:
    """An outcome of a view."""
    node = view.trees[tree_id].nodes[node_id]
    assert isinstance(node, OutcomeView)
    return node
