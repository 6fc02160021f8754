"""Articles and categories from the content folder: ids, addresses, translations, folder defaults."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, MutableMapping
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from annai.diagnostics import Finding, Mark, nearest
from annai.model.article import Article, ArticleText
from annai.model.site import Site
from annai.sources.defaults import FolderDefaults
from annai.sources.front_matter import TRANSLATED, ArticleFile, read_article_file, undecodable

Memory = MutableMapping[str, Any]
_INDEX_NAMES = ("index", "_index", "readme")


class _Named(Struct, frozen=True):
    """A file with its language and the name that all its translations share."""

    file: ArticleFile
    language: str
    name: str


def read_articles(
    folder: Path,
    shown: str,
    paths: Iterable[str],
    site: Site,
    defaults: FolderDefaults,
    memory: Memory,
) -> tuple[dict[str, Article], tuple[Finding, ...]]:
    """Articles by id, in path order, and what is wrong with their files.

    ``shown`` is the content folder as findings name it; ``memory`` keeps what was parsed by the
    hash of path and bytes, from one build to the next.
    """
    findings: list[Finding] = []
    groups: dict[str, list[_Named]] = {}
    languages: dict[tuple[str, str], str] = {}
    for path in paths:
        try:
            data = (folder / path).read_bytes()
        except OSError as error:
            findings.append(Finding.error("A103.unreadable", Mark(f"{shown}/{path}"), problem=error.strerror or ""))
            continue
        file = _remembered(data, f"{shown}/{path}", memory, strict_keys=defaults.managed)
        if file is None:
            findings.append(undecodable(data, f"{shown}/{path}"))
            continue
        findings += file.findings
        name, language = _name_and_language(path, site)
        other = languages.setdefault((name, language), file.path)
        if other != file.path:
            findings.append(Finding.error("A202.twice", file.marks.at(), language=language, other=other))
            continue
        groups.setdefault(name, []).append(_Named(file, language, name))
    articles: dict[str, Article] = {}
    addresses: dict[str, str] = {}
    for name in sorted(groups):
        named = sorted(groups[name], key=lambda item: site.languages.index(item.language))
        article, faults = _article(
            named, _address(name, set(groups), managed=defaults.managed), site, defaults, len(shown) + 1
        )
        findings += faults
        mark = named[0].file.marks
        if article.id in articles:
            other = articles[article.id].path
            findings.append(Finding.error("A201.id", mark.at("id"), id=article.id, other=other))
            continue
        if article.address in addresses:
            other = addresses[article.address]
            findings.append(Finding.error("A202.address", mark.at(), address=article.address, other=other))
            continue
        addresses[article.address] = article.path
        articles[article.id] = article
    return articles, tuple(findings)


def _remembered(data: bytes, path: str, memory: Memory, *, strict_keys: bool) -> ArticleFile | None:
    digest = hashlib.blake2b(data, digest_size=16).hexdigest()
    key = f"{digest}:{strict_keys}:{path}"
    file: ArticleFile | None = memory.get(key)
    if file is None:
        file = read_article_file(data, path, digest, strict_keys=strict_keys)
        if file is not None:
            memory[key] = file
    return file


def _name_and_language(path: str, site: Site) -> tuple[str, str]:
    """``help/a.en.md`` is (``help/a``, ``en``) where English is one of the site's languages."""
    name = path[: -len(".md")]
    stem, dot, suffix = name.rpartition(".")
    if dot and suffix in site.languages and stem and not stem.endswith("/"):
        return stem, suffix
    return name, site.language


def _address(name: str, names: set[str], *, managed: bool) -> str:
    """``help/a`` is ``/help/a/``; an index stands for its folder.

    Where a foreign folder has several that could (``a.md`` beside ``a/index.md``, ``README.md``
    beside ``index.md``), the first keeps the folder's address and the others get their own.
    """
    path = PurePosixPath(name)
    rank = _INDEX_NAMES.index(path.name.lower()) if path.name.lower() in _INDEX_NAMES else -1
    if rank < 0:
        return f"/{name}/"
    if managed:
        return "/" if str(path.parent) == "." else f"/{path.parent}/"
    folder = "" if str(path.parent) == "." else f"{path.parent}/"
    beside = f"{path.parent}"
    better = [
        other for other in names if other.lower() in {f"{folder}{index}".lower() for index in _INDEX_NAMES[:rank]}
    ]
    taken = beside != "." and beside in names
    return f"/{name}/" if better or taken else f"/{folder}"


def _article(
    named: list[_Named], address: str, site: Site, defaults: FolderDefaults, prefix: int
) -> tuple[Article, list[Finding]]:
    findings: list[Finding] = []
    original = named[0].file
    front = original.front
    audience, state = defaults.of(original.path[prefix:])
    if front.audience is not None:
        if front.audience in site.audiences:
            audience = front.audience
        else:
            make = Finding.error if defaults.managed else Finding.warning
            known = ", ".join(site.audiences)
            findings.append(
                make(
                    "A102.audience",
                    original.marks.at("audience"),
                    token=front.audience[:60],
                    known=known,
                    near=nearest(front.audience[:60], site.audiences),
                )
            )
            audience = site.strongest
    texts = {item.language: _text(item, front.state or state) for item in named}
    for translation in named[1:]:
        findings += _differing(original, translation.file)
    article = Article(
        id=front.id or named[0].name,
        address=address,
        audience=audience,
        texts=texts,
        kind=front.kind or "howto",
        reasons=front.reasons,
        owner=front.owner,
        aliases=front.aliases,
        related=front.related,
        order=1000 if front.order is None else front.order,
        promoted=bool(front.promoted),
    )
    return article, findings


def _text(item: _Named, state: str) -> ArticleText:
    file = item.file
    front = file.front
    return ArticleText(
        language=item.language,
        path=file.path,
        body=file.body,
        body_line=file.body_line,
        digest=file.digest,
        front=file.front_digest,
        title=front.title,
        summary=front.summary,
        asked_as=front.asked_as,
        search_tests=front.search_tests,
        updated=front.updated,
        review_by=front.review_by,
        state=front.state or state,
        changes=front.changes,
        marks=file.marks,
    )


def _differing(original: ArticleFile, translation: ArticleFile) -> list[Finding]:
    """A translation may repeat its original's keys, but not say otherwise (A203)."""
    return [
        Finding.warning("A203.differs", translation.marks.at(key), name=key, other=original.path)
        for key in sorted(translation.named & set(type(original.front).model_fields) - TRANSLATED)
        if getattr(translation.front, key) != getattr(original.front, key)
    ]
