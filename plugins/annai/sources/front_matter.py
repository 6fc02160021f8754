"""An article's file taken apart: front matter (typed, and forgiving towards other systems) and body."""

from __future__ import annotations

import hashlib
import re
from difflib import get_close_matches
from itertools import takewhile
from typing import Annotated, Any, Literal

from msgspec import Struct
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from annai.diagnostics import Finding, Mark
from annai.model.article import ArticleChange
from annai.model.base import LISTED, ArticleId, ArticleRef, Count, Day, Flag, Id, ReasonRef, Str, wrong
from annai.model.source import Marks
from annai.sources.limits import UndecodableError, text_of
from annai.sources.records import cleaned, faults_of
from annai.sources.yaml_reader import Tokens, read_tokens
from annai.trees.known import UNREAD

_FENCE = "---"
_GUARDING = ("audience", "state")
_CLOSING = ("---", "...")
_LOOKS_LIKE_A_KEY = re.compile(r"[A-Za-z_][\w-]*[ \t]*:(\s|$)")


def _alias(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or "://" in value or value.startswith("//"):
        raise wrong("T105", "alias", token=str(value)[:80])
    if ".." in value.split("/") or any(c < " " for c in value) or "?" in value or "#" in value:
        raise wrong("T105", "alias", token=value[:80])
    path = "/" + value.strip().lstrip("/")
    if path.endswith(".md"):
        path = path.removesuffix(".md")
    return path if path.endswith((".html", "/")) else path + "/"


Alias = Annotated[str, BeforeValidator(_alias)]


class FrontMatter(BaseModel):
    """The keys of an article that Annai knows; other keys are somebody else's and ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    id: ArticleId | None = None
    title: Str | None = None
    summary: Str | None = None
    asked_as: Annotated[tuple[Str, ...], LISTED] = ()
    audience: Str | None = None
    state: Literal["draft", "validated", "archived"] | None = None
    reasons: Annotated[tuple[ReasonRef, ...], LISTED] = ()
    owner: Id | None = None
    review_by: Day | None = None
    updated: Day | None = None
    aliases: Annotated[tuple[Alias, ...], LISTED] = ()
    related: Annotated[tuple[ArticleRef, ...], LISTED] = ()
    search_tests: Annotated[tuple[Str, ...], LISTED] = ()
    kind: Literal["howto", "policy", "troubleshooting", "script", "reference"] | None = None
    order: Count | None = None
    promoted: Flag | None = None
    changes: Annotated[tuple[ArticleChange, ...], LISTED] = ()


# How much of a file is looked at for front matter in the wrong place.
_FEW = 2000
_RULE = re.compile(r"[-－—―ー─‐–−]{2,}[ \t]*")
_LOOKS_LIKE_OURS = re.compile(rf"(?:{'|'.join(FrontMatter.model_fields)})[ \t]*[:：]")
TRANSLATED = frozenset({"title", "summary", "asked_as", "search_tests", "updated", "review_by", "state", "changes"})


class ArticleFile(Struct, frozen=True):
    """One file, read: what its front matter says, which keys it names, and its body."""

    path: str
    digest: str
    front_digest: str
    front: FrontMatter
    named: frozenset[str]
    body: str
    body_line: int
    marks: Marks
    findings: tuple[Finding, ...]


def read_article_file(data: bytes, path: str, digest: str, *, strict_keys: bool) -> ArticleFile | None:
    """The parts of an article's bytes. ``strict_keys``: a faulty value of ours is an error.

    None where the text cannot be read at all; the finding is then ``undecodable(data, path)``.
    """
    try:
        text = text_of(data)
    except UndecodableError:
        return None
    front_text, body, body_line, findings = _parts(text, path, strict_keys=strict_keys)
    tokens: Tokens = {}
    marks = Marks(path)
    if front_text is not None:
        read, marks, faults = read_tokens(front_text, path, first_line=2)
        findings += [_as_article_fault(fault) for fault in faults]
        tokens = read or {}
    if findings:
        marks = Marks(path, {**marks.places, UNREAD: (1, 1)})
    findings += _near_misses(tokens, marks)
    front, foreign = _front_matter(tokens, marks, strict_keys=strict_keys)
    findings += foreign
    written = hashlib.blake2b((front_text or "").encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return ArticleFile(path, digest, written, front, frozenset(tokens), body, body_line, marks, tuple(findings))


def undecodable(data: bytes, path: str) -> Finding:
    """The finding for bytes that are not UTF-8, at the first bad one."""
    try:
        text_of(data)
    except UndecodableError as error:
        return Finding.error("A103.encoding", Mark(path, error.line, error.column))
    return Finding.error("A103.encoding", Mark(path))


def _parts(text: str, path: str, *, strict_keys: bool) -> tuple[str | None, str, int, list[Finding]]:
    """Front matter (or None), body, the body's first line in the file, findings."""
    first, newline, rest = text.partition("\n")
    if first.rstrip() != _FENCE or not newline:
        return None, text, 1, _not_at_the_top(text, path, strict_keys=strict_keys)
    lines = rest.split("\n")
    for number, line in enumerate(lines):
        if line.rstrip() in _CLOSING:
            return "\n".join(lines[:number]) + "\n", "\n".join(lines[number + 1 :]), number + 3, []
    if _LOOKS_LIKE_A_KEY.match(lines[0]):
        return None, "", 1, [Finding.error("A101.open", Mark(path))]
    return None, text, 1, []


def _not_at_the_top(text: str, path: str, *, strict_keys: bool) -> list[Finding]:
    """Front matter that is none: below a blank line, or between rules that are no hyphens, or without the first one.

    Its keys would be published as text, and what it says of the audience would not hold.
    """
    start = len(text) - len(text.lstrip())
    lines = text[start : start + _FEW].split("\n")
    ruled = bool(_RULE.fullmatch(lines[0]))
    block = list(takewhile(lambda line: line.strip() and not _RULE.fullmatch(line), lines[ruled:]))
    closed = any(_RULE.fullmatch(line) for line in lines[ruled + len(block) :][:1])
    if not block or not _LOOKS_LIKE_OURS.match(block[0]) or not (ruled or closed):
        return []
    make = Finding.error if strict_keys else Finding.warning
    return [make("A101.start", Mark(path, text.count("\n", 0, start) + 1))]


def _as_article_fault(fault: Finding) -> Finding:
    """A YAML fault inside front matter carries the article's code, A101."""
    kind = fault.key.replace(".", "-")
    return Finding.error(f"A101.{kind}", fault.mark, **fault.args)


def _near_misses(tokens: Tokens, marks: Marks) -> list[Finding]:
    """Misspelt keys that would have decided who sees the article: unknown keys are somebody else's, these hardly."""
    found: list[Finding] = []
    for key in tokens:
        near = get_close_matches(key.lower(), _GUARDING, n=1, cutoff=0.8)
        if near and key not in FrontMatter.model_fields:
            found.append(Finding.warning("A102.near", marks.at(key), name=key, near=near[0]))
    return found


def _front_matter(tokens: Tokens, marks: Marks, *, strict_keys: bool) -> tuple[FrontMatter, list[Finding]]:
    """The typed keys; a key with a faulty value is reported and left out."""
    known = cleaned(tokens)
    if not strict_keys:
        # Other systems write Title and Date.
        known = {key.lower(): value for key, value in reversed(known.items())} | known
    ours = {key: value for key, value in known.items() if key in FrontMatter.model_fields}
    findings: list[Finding] = []
    while True:
        try:
            return FrontMatter.model_validate(ours), findings
        except ValidationError as error:
            faulty = {str(item["loc"][0]) for item in error.errors(include_url=False)}
            make = Finding.error if strict_keys else Finding.warning
            findings += [
                make(f"A102.{fault.key.replace('.', '-', 1)}", fault.mark, **fault.args)
                for fault in faults_of(FrontMatter, error, marks)
            ]
            ours = {key: value for key, value in ours.items() if key not in faulty}
