"""Libraries at random with three audiences, in which all that is internal says so: CANARY-AGENT, CANARY-SV.

What stands where only agents may look names itself CANARY-AGENT, what only supervisors may see CANARY-SV;
ids and file names too, as far as their form allows. What the public may read says nothing of the kind.
"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from tests.audience.builders import THREE_AUDIENCES, site

LEVELS = ("public", "agent", "sv")
Draw = st.DrawFn


def text(level: str, name: str = "") -> str:
    """A text that only the audiences from ``level`` on may see."""
    return f"text {name}" if level == "public" else f"CANARY-{level.upper()} {name}"


def identifier(level: str, name: str) -> str:
    """An id of the same kind."""
    return name if level == "public" else f"canary-{level}-{name}"


def strongest(*levels: str) -> str:
    """The strongest of some audiences."""
    return max(levels, key=LEVELS.index)


# Mostly public, so that the public sees something.
levels = st.sampled_from(("public", "public", "public", "agent", "sv"))


@st.composite
def libraries(draw: Draw) -> dict[str, str]:
    """The files of a library: two trees, registries, articles in three folders."""
    ids = {name: draw(_plan(name)) for name in ("t", "u")}
    files = {
        "site_config/site.yml": site(
            THREE_AUDIENCES,
            more="""
            sites:
              public: {name: text, ask: text}
              agent: {name: CANARY-AGENT, ask: CANARY-AGENT, mark: CANARY-AGENT}
              sv: {name: CANARY-SV}
            """,
        )
    }
    files |= {f"decision_trees/{name}.yml": draw(_tree(name, ids)) for name in ids}
    files |= draw(_registries(ids))
    files |= draw(_articles())
    return files


@st.composite
def _plan(draw: Draw, name: str) -> dict[str, Any]:
    """What a tree will hold: its audience and state, and for each node its kind, audience and id."""
    own = draw(levels)
    state = draw(st.sampled_from(["validated", "validated", "validated", "draft"]))
    nodes: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(["questions", "questions", "questions", "outcomes", "outcomes", "routes", "calls"]))
        said = draw(st.none() | levels)
        level = said or own
        shown = draw(st.sampled_from([True, True, False]))
        hidden = level if kind in ("questions", "outcomes") and shown else strongest(level, "agent")
        hidden = hidden if state == "validated" else strongest(hidden, "agent")
        nodes.append({"kind": kind, "audience": said, "level": level, "shown": shown, "hidden": hidden})
        nodes[-1]["id"] = identifier(hidden, f"{name}{number}")
    entries = draw(st.none() | st.lists(st.sampled_from([node["id"] for node in nodes]), unique=True, max_size=2))
    return {"audience": own, "state": state, "nodes": nodes, "entries": entries}


@st.composite
def _go(draw: Draw, name: str, plans: dict[str, dict[str, Any]]) -> str:
    other = "u" if name == "t" else "t"
    local = [node["id"] for node in plans[name]["nodes"]]
    away = [f"tree:{other}", *(f"tree:{other}#{node['id']}" for node in plans[other]["nodes"])]
    return draw(st.sampled_from([*local, *local, *away, "return:done"]))


@st.composite
def _tree(draw: Draw, name: str, plans: dict[str, dict[str, Any]]) -> str:
    plan = plans[name]
    own = plan["audience"] if plan["state"] == "validated" else strongest(plan["audience"], "agent")
    inner = strongest(plan["audience"], "agent")
    tree: dict[str, Any] = {
        "schema": "support-tree/1",
        "id": name,
        "version": 1,
        "title": text(own, "title"),
        "owner": "canary-agent-owner",
        "review_by": "2027-01-01",
        "state": plan["state"],
        "audience": plan["audience"],
        "start": plan["nodes"][0]["id"],
        "retired": {"canary-agent-gone": {"go": plan["nodes"][0]["id"], "since": 1, "why": text(inner)}},
        "changes": [
            {"date": "2026-11-01", "what": text("sv")},
            {"date": "2026-11-02", "what": text(strongest(own, "agent")), "do": text("sv"), "audience": "sv"},
            {"date": "2026-11-03", "what": text(own), "do": text(inner), "audience": plan["audience"]},
        ],
        "examples": [
            {"text": text(strongest(inner, node["hidden"])), "expect": node["id"], "why": text("sv")}
            for node in plan["nodes"]
        ],
    }
    if draw(st.booleans()):
        tree["public"] = {"title": text("public" if plan["state"] == "validated" else "agent", "heading")}
    if plan["entries"] is not None:
        tree["entries"] = plan["entries"]
    for node in plan["nodes"]:
        tree.setdefault(node["kind"], {})[node["id"]] = draw(_node(node, name, plans))
    return json.dumps(tree, ensure_ascii=False)


@st.composite
def _node(draw: Draw, node: dict[str, Any], name: str, plans: dict[str, dict[str, Any]]) -> dict[str, Any]:
    go = _go(name, plans)
    inner = strongest(node["hidden"], "agent")
    made: dict[str, Any] = {"note": text(inner, "note")}
    if node["audience"]:
        made["audience"] = node["audience"]
    if node["kind"] == "outcomes":
        made |= _outcome(node, inner)
    elif node["kind"] == "routes":
        made |= {"rules": [{"when": {"canary-agent-fact": ["a"]}, "go": draw(go)}], "else": draw(go)}
        made |= draw(_passing(go))
    elif node["kind"] == "calls":
        made |= {"tree": draw(st.sampled_from(["t", "u"])), "returns": {"done": draw(go)}}
        made |= draw(_passing(go))
    else:
        made |= {
            "ask": text(node["hidden"], "ask"),
            "help": text(node["hidden"], "help"),
            "say": text(inner, "say"),
            "never": [text(inner, "never")],
            "fact": "canary-agent-fact",
            "consult": [_consult(inner)],
            "answers": [draw(_answer(node, go, number)) for number in range(draw(st.integers(1, 3)))],
        }
        made["unsure"] = draw(go | st.fixed_dictionaries({"go": go, "public": st.fixed_dictionaries({"go": go})}))
        # One that is passed by shows nothing of itself.
        public: dict[str, Any] = {"asked_as": [text(node["hidden"])]}
        made["public"] = public if node["shown"] else {"go": draw(go)}
    return made


@st.composite
def _passing(draw: Draw, go: st.SearchStrategy[str]) -> dict[str, Any]:
    """Perhaps a way for the public to pass a node by."""
    return {"public": {"go": draw(go)}} if draw(st.booleans()) else {}


@st.composite
def _answer(draw: Draw, node: dict[str, Any], go: st.SearchStrategy[str], number: int) -> dict[str, Any]:
    said = draw(st.none() | levels)
    level = strongest(said or node["level"], node["hidden"])
    made: dict[str, Any] = {
        "id": identifier(level, f"a{number}"),
        "label": text(level, "label"),
        "hint": text(level, "hint"),
        "terms": [text(strongest(level, "agent"), "terms")],
        "go": draw(go),
    }
    if said:
        made["audience"] = said
    if draw(st.booleans()):
        made["label"] = text(strongest(level, "agent"), "label")
        made["public"] = {"label": text(level, "label"), "asked_as": [text(level)], "go": draw(go)}
    return made


def _outcome(node: dict[str, Any], inner: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "title": text(node["hidden"], "title"),
        "reason": "CANARY-AGENT-R",
        "priority": "canary-agent-p",
        "steps": [text(inner, "steps")],
        "say": text(inner, "say"),
        "never": [text(inner, "never")],
        "consult": [_consult(inner)],
        "articles": ["manual/canary-agent", "canary-sv-id"],
        "authority": ["canary-agent-authority"],
        "escalate": [{"to": "canary-agent-target", "cue": text(inner, "cue")}],
        "anticipate": [{"ask": text(inner), "answer": text(inner)}],
    }
    if node["shown"]:
        made["public"] = {
            "steps": [text(node["hidden"], "step {{value:days}}{{value:canary-agent-value}}{{value:canary-sv-value}}")],
            "articles": ["help/a", "manual/canary-agent"],
            "contact": ["form", "canary-agent-channel", "canary-sv-channel"],
            "asked_as": [text(node["hidden"])],
            "actions": [{"label": text(node["hidden"]), "url": "/help/a/"}],
            "anticipate": [{"ask": text(node["hidden"]), "article": "help/a"}],
        }
    return made


def _consult(level: str) -> dict[str, str]:
    words = text(level, "consult")
    return {"tool": "canary-agent-tool", "search": "canary-agent-search", "check": words, "words": words}


@st.composite
def _registries(draw: Draw, plans: dict[str, dict[str, Any]]) -> dict[str, str]:
    targets = [f"tree:{name}#{node['id']}" for name, plan in plans.items() for node in plan["nodes"]]
    go = st.sampled_from(targets)
    flags = [
        {"id": "flag", "label": text("agent"), "match": [text("agent")], "go": draw(go)}
        | {"public": {"label": text("public"), "match": [text("public")], "go": draw(go)}},
        {"id": "canary-agent-flag", "label": text("agent"), "match": [text("agent")], "go": draw(go)},
    ]
    channels: dict[str, Any] = {}
    calendars: dict[str, Any] = {}
    values: dict[str, Any] = {}
    notices: list[dict[str, Any]] = []
    for level in LEVELS:
        # Calendars are the agents' where they are not the public's: targets and lines have them too.
        clock = "clock" if level == "public" else f"canary-agent-{level}-clock"
        calendars[clock] = {
            "title": text("public" if level == "public" else "agent"),
            "weekly": {"mon-fri": "09:00-18:00"},
        }
        channels[identifier(level, "channel").replace("channel", "form" if level == "public" else "channel")] = {
            "title": text(level),
            "audience": level,
            "hours": clock,
            "url": "/contact/",
            "fallback": "canary-sv-channel",
        }
        values[identifier(level, "value") if level != "public" else "days"] = {
            "text": text(level),
            "audience": level,
            "note": text("sv"),
        }
        for words in ({"title": text(level), "text": text(level)}, None):
            hidden = level if words else strongest(level, "agent")
            notice = {
                "id": identifier(hidden, f"notice-{'p' if words else 'x'}"),
                "from": "2026-11-21T09:00+09:00",
                "until": "2026-11-24T19:00+09:00",
                "audience": level,
                "articles": ["help/a", "manual/canary-agent"],
                "reasons": ["CANARY-AGENT-R"],
                "tools": ["canary-agent-tool"],
                "say": text(strongest(level, "agent")),
            }
            notices.append(notice | ({"public": words} if words else {}))
    return {
        "site_config/policy.yml": json.dumps({"schema": "support-policy/1", "flags": flags}),
        "site_config/channels.yml": json.dumps(
            {"schema": "support-channels/1", "channels": channels, "calendars": calendars}
        ),
        "site_config/values.yml": json.dumps({"schema": "support-values/1", "values": values}),
        "site_config/notices.yml": json.dumps({"schema": "support-notices/1", "notices": notices}),
        "site_config/reasons.yml": json.dumps(
            {
                "schema": "support-reasons/1",
                "reasons": {
                    "CANARY-AGENT-R": {
                        "title": text("agent"),
                        "group": text("agent"),
                        "definition": text("agent"),
                        "was": ["CANARY-AGENT-OLD"],
                    }
                },
            }
        ),
        "site_config/synonyms.yml": json.dumps(
            {
                "schema": "support-synonyms/1",
                "add": [{"words": [text(level), "b"], "audience": level} for level in LEVELS],
                "block": [[text("sv"), "b"]],
            }
        ),
    }


@st.composite
def _articles(draw: Draw) -> dict[str, str]:
    """A public article, an agents' and a supervisors' one, each with blocks, comments and changes."""
    files: dict[str, str] = {}
    for path, level in (("help/a", "public"), ("manual/canary-agent", "agent"), ("help/canary-sv", "sv")):
        state = draw(st.sampled_from(["validated", "validated", "draft", "archived"]))
        hidden = level if state == "validated" else strongest(level, "agent")
        front = {
            "title": text(hidden, "title {{value:canary-agent-value}}"),
            "audience": level,
            "state": state,
            "asked_as": [text(hidden)],
            "aliases": [f"/{identifier(hidden, 'old')}/"],
            "related": ["help/a", "manual/canary-agent", "canary-sv-id"],
            "reasons": ["CANARY-AGENT-R"],
            "owner": "canary-agent-owner",
            "search_tests": [text("sv")],
            "changes": [
                {"date": "2026-11-01", "what": text("sv"), "do": text("sv")},
                {"date": "2026-11-02", "what": text(hidden), "do": text(strongest(hidden, "agent")), "audience": level},
            ],
        }
        if level == "sv":
            front["id"] = "canary-sv-id"
        if draw(st.booleans()):
            front["summary"] = text(hidden, "summary {{value:canary-sv-value}}")
        parts = draw(st.lists(_part(hidden), max_size=6))
        files[f"content/{path}.md"] = f"---\n{json.dumps(front)}\n---\n" + "\n\n".join(parts) + "\n"
        english = strongest(hidden, draw(st.sampled_from(["public", "agent"])))
        if draw(st.booleans()):
            own = {"title": text(english), "state": "validated" if english == level else "draft"}
            files[f"content/{path}.en.md"] = f"---\n{json.dumps(own)}\n---\n{text(english)}\n"
    files["content/help/_category.yml"] = json.dumps({"title": text("public"), "description": text("public")})
    files["content/manual/_category.yml"] = json.dumps({"title": text("agent"), "description": text("agent")})
    return files


def _part(level: str) -> st.SearchStrategy[str]:
    inner = strongest(level, "agent")
    return st.sampled_from(
        [
            f"# {text(level)}",
            f"{text(level)} {{{{value:days}}}} {{{{value:canary-sv-value}}}}",
            f"/// agent\n{text(inner)}\n///",
            f"//// agent\n{text(inner)}\n/// note\n{text(inner)}\n///\n{text(inner)}\n////",
            f"- {text(level)}\n\n    /// agent\n    {text(inner)}\n    ///\n\n- {text(level)}",
            f"```\n{text(level)}\n/// agent\n///\n```",
            f"<!-- {text('sv')} -->",
            f"{text(level)} <!-- {text('sv')}\n\n{text('sv')} --> {text(level)}",
            f"<div>\n/// agent\n{text(inner)}\n///\n</div>",
            f"- /// agent\n  {text(inner)}\n  ///",
        ]
    )
