"""Owns the file of a trained student (`annai-student/1`): gzipped JSON, the same bytes for the same student."""

import base64
import gzip
import json
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from annai.language.analysis import ANALYSIS
from annai.search.student import Student, Vector

STUDENT_FORMAT = "annai-student/1"

_KEY_BYTES = 8
_LEVEL = 9


class NotOurStudentError(Exception):
    """A file that is no student, or one of another format or analysis: it must be trained anew."""


def student_path(folder: Path, audience: str, language: str) -> Path:
    """Where the student of a view is kept, below the folder of settings."""
    return folder / "trained" / f"student-{audience}-{language}.json.gz"


def write_student(student: Student, file: Path) -> bool:
    """Writes a student in one step; False where the file was the same already. Raises OSError."""
    data = packed_student(student)
    if file.is_file() and file.read_bytes() == data:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(file.name + ".new")
    draft.write_bytes(data)
    draft.replace(file)
    return True


def packed_student(student: Student) -> bytes:
    """The bytes of a student's file."""
    terms = sorted(student.terms)
    texts = sorted(student.texts)
    content = {
        "format": STUDENT_FORMAT,
        "analysis": ANALYSIS,
        "audience": student.audience,
        "language": student.language,
        "teacher": student.teacher,
        "stamp": student.stamp,
        "dimensions": student.dimensions,
        "fidelity": student.fidelity,
        "terms": terms,
        "term_vectors": packed_vectors(student.terms[term] for term in terms),
        "texts": base64.b64encode(b"".join(texts)).decode(),
        "text_clusters": [student.texts[text][0] for text in texts],
        "text_vectors": packed_vectors(student.texts[text][1] for text in texts),
        "centroids": packed_vectors(student.centroids),
    }
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(plain.encode("utf-8", "surrogatepass"), _LEVEL, mtime=0)


def read_student(file: Path) -> Student:
    """The student of a file. Raises NotOurStudentError for any other content, OSError if there is no such file."""
    data = file.read_bytes()
    try:
        content = json.loads(gzip.decompress(data).decode("utf-8", "surrogatepass"))
        if content["format"] != STUDENT_FORMAT or content["analysis"] != ANALYSIS:
            raise NotOurStudentError(file.name)
        return _student(content)
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise NotOurStudentError(file.name) from error


def packed_vectors(vectors: Iterable[Vector]) -> str:
    """Vectors of signed bytes one behind the other, in base64."""
    return base64.b64encode(b"".join(array("b", vector).tobytes() for vector in vectors)).decode()


def _student(content: dict[str, Any]) -> Student:
    dimensions = int(content["dimensions"])
    keys = base64.b64decode(content["texts"])
    texts = [keys[at : at + _KEY_BYTES] for at in range(0, len(keys), _KEY_BYTES)]
    places = zip(content["text_clusters"], _vectors(content["text_vectors"], dimensions), strict=True)
    return Student(
        audience=content["audience"],
        language=content["language"],
        teacher=content["teacher"],
        stamp=content["stamp"],
        dimensions=dimensions,
        fidelity=float(content["fidelity"]),
        terms=dict(zip(content["terms"], _vectors(content["term_vectors"], dimensions), strict=True)),
        texts=dict(zip(texts, places, strict=True)),
        centroids=_vectors(content["centroids"], dimensions),
    )


def _vectors(packed: str, dimensions: int) -> Sequence[Vector]:
    data = base64.b64decode(packed)
    vectors: list[Vector] = []
    for at in range(0, len(data), dimensions):
        vector = array("b")
        vector.frombytes(data[at : at + dimensions])
        vectors.append(vector)
    return vectors
