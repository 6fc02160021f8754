"""Owns the nodes of a bundle: each as JSON-ready values, with what only agents see where the view has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from annai.model.text import Phrase
from annai.model.view import (
    CallView,
    ConsultView,
    EscalateView,
    Go,
    NodeView,
    OutcomeView,
    QuestionView,
    RouteView,
)

Json = dict[str, Any]


class NodeWriter:
    """Writes nodes for a bundle in ``language``; ``locate`` gives a site path its address in that language."""

    def __init__(self, language: str, locate: Callable[[str], str]) -> None:
        self.language = language
        self.locate = locate

    def text(self, phrase: Phrase) -> str | Json:
        """A phrase; with its language where that is not the bundle's."""
        return phrase.text if phrase.language == self.language else {"text": phrase.text, "lang": phrase.language}

    def node(self, node: NodeView) -> Json:
        """A node of any kind; keys that would be empty are left out."""
        match node:
            case QuestionView():
                return filled(self._question(node))
            case OutcomeView():
                return filled(self._outcome(node))
            case RouteView():
                rules = [
                    {"when": {fact: list(values) for fact, values in rule.when.items()}, "go": step(rule.go)}
                    for rule in node.rules
                ]
                otherwise = step(node.otherwise) if node.otherwise else None
                return filled({"kind": "route", "rules": rules, "else": otherwise, "note": self._maybe(node.note)})
            case CallView():
                returns = {name: step(go) for name, go in node.returns.items()}
                note = self._maybe(node.note)
                return filled({"kind": "call", "tree": node.tree, "returns": returns, "note": note})

    def _question(self, question: QuestionView) -> Json:
        written: Json = {
            "kind": "question",
            "ask": self.text(question.ask),
            "help": self._maybe(question.help),
            "fact": question.fact,
            "answers": [
                filled(
                    {
                        "id": answer.id,
                        "label": self.text(answer.label),
                        "hint": self._maybe(answer.hint),
                        "go": step(answer.go),
                        "catchAll": answer.catch_all,
                        "askedAs": self._all(answer.asked_as),
                        "terms": self._all(answer.terms),
                    }
                )
                for answer in question.answers
            ],
            "unsure": step(question.unsure) if question.unsure else None,
            "unsureAs": question.unsure_as,
            "askedAs": self._all(question.asked_as),
        }
        desk = question.desk
        if desk is not None:
            written |= {
                "by": desk.by,
                "infer": desk.infer,
                "timer": str(desk.timer) if desk.timer else None,
                "say": self._maybe(desk.say),
                "note": self._maybe(desk.note),
                "never": self._all(desk.never),
                "consult": self._consults(desk.consult),
            }
        return written

    def _outcome(self, outcome: OutcomeView) -> Json:
        written: Json = {
            "kind": "outcome",
            "title": self.text(outcome.title),
            "address": outcome.address.lstrip("/") if outcome.address else None,
            "steps": self._all(outcome.steps),
            "articles": list(outcome.articles),
            "contact": list(outcome.contact),
            "actions": [
                {"label": self.text(action.label), "url": self.locate(action.url)} for action in outcome.actions
            ],
            "anticipate": [
                filled({"ask": self.text(item.ask), "answer": self._maybe(item.answer), "article": item.article})
                for item in outcome.anticipate
            ],
            "askedAs": self._all(outcome.asked_as),
        }
        desk = outcome.desk
        if desk is not None:
            promise = desk.promise
            written |= {
                "reason": desk.reason,
                "priority": desk.priority,
                "volume": desk.volume,
                "acts": list(desk.acts),
                "level": desk.level,
                "refuses": desk.refuses,
                "promise": {"within": str(promise.within), "calendar": promise.calendar, "by": promise.by}
                if promise
                else None,
                "say": self._maybe(desk.say),
                "note": self._maybe(desk.note),
                "never": self._all(desk.never),
                "consult": self._consults(desk.consult),
                "authority": list(desk.authority),
                "escalate": [self._escalate(item) for item in desk.escalate],
            }
        return written

    def _escalate(self, item: EscalateView) -> Json:
        when = {fact: list(values) for fact, values in item.when.items()} if item.when else None
        return filled({"to": item.to, "always": item.always, "cue": self._maybe(item.cue), "when": when})

    def _consults(self, consults: Iterable[ConsultView]) -> list[Json]:
        return [
            filled(
                {
                    "tool": item.tool,
                    "search": item.search,
                    "check": self._maybe(item.check),
                    "via": item.via,
                    "words": self._maybe(item.words),
                }
            )
            for item in consults
        ]

    def _maybe(self, phrase: Phrase | None) -> str | Json | None:
        return None if phrase is None else self.text(phrase)

    def _all(self, phrases: Iterable[Phrase]) -> list[str | Json]:
        return [self.text(phrase) for phrase in phrases]


def step(go: Go) -> Json:
    """Where a step leads."""
    return {"return": go.node} if go.kind == "return" else {"tree": go.tree, "node": go.node}


def filled(written: Json) -> Json:
    """The entries that say something: no None, no empty text or list, no False (0 and empty maps stay)."""
    return {key: value for key, value in written.items() if value not in (None, "", [], ()) and value is not False}
