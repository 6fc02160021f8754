"""Owns a student's files for browsers: vectors in shards, so that a query fetches those of its terms and neighbours.

They lie beside the index's own and are read by `web/search/student.mjs`. What the manifest of the index gets to know of
them is `StudentFiles.manifest`.
"""

import base64
import gzip
import hashlib
import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from annai.search.student import Meaning, Member, Vector

SHARD_FORMAT = "annai-student/1"

# Two kilobytes: a query of fifteen terms fetches no more than thirty, and neighbours in the alphabet share a file.
_TERMS_PER_SHARD = 16
_LEVEL = 6


class StudentFiles(Struct, frozen=True):
    """Files by name, and what the manifest of the index says of them under `student`."""

    manifest: Mapping[str, Any]
    files: Mapping[str, bytes]


def student_files(meaning: Meaning, terms: Sequence[str]) -> StudentFiles:
    """The files of what a student knows of an index; `terms` are the index's, in the order of their numbers."""
    files: dict[str, bytes] = {}

    def add(kind: str, content: Mapping[str, Any]) -> str:
        plain = json.dumps(content, separators=(",", ":")).encode()
        digest = base64.b32encode(hashlib.blake2b(plain, digest_size=5).digest()).decode().lower()
        name = f"{kind}-{digest}.json.gz"
        files[name] = gzip.compress(plain, _LEVEL, mtime=0)
        return name

    shards = [[numbers[0], add("meant", shard)] for numbers, shard in _term_shards(meaning, terms)]
    clusters = [add("near", _cluster(members)) for members in meaning.clusters]
    middles = {"places": list(meaning.places), "vectors": _packed(meaning.centroids)}
    manifest = {
        "format": SHARD_FORMAT,
        "dimensions": meaning.dimensions,
        "coarse": len(meaning.centroids[0]) if meaning.centroids else 0,
        "fusion": asdict(meaning.fusion),
        "terms": shards,
        "middles": add("middles", middles),
        "clusters": clusters,
    }
    return StudentFiles(manifest, files)


def _term_shards(meaning: Meaning, terms: Sequence[str]) -> Iterator[tuple[list[int], dict[str, Any]]]:
    known = [number for number, term in enumerate(terms) if term in meaning.terms]
    for start in range(0, len(known), _TERMS_PER_SHARD):
        numbers = known[start : start + _TERMS_PER_SHARD]
        yield numbers, {"terms": numbers, "vectors": _packed(meaning.terms[terms[number]] for number in numbers)}


def _cluster(members: Sequence[Member]) -> dict[str, Any]:
    vectors = chain.from_iterable((*member.head, *member.body) for member in members)
    return {
        "articles": [[member.article, len(member.head), len(member.body)] for member in members],
        "vectors": _packed(vectors),
    }


def _packed(vectors: Iterable[Vector]) -> str:
    return base64.b64encode(b"".join(array("b", vector).tobytes() for vector in vectors)).decode()
