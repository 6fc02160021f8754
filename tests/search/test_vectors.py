"""The shared vectors are what the reference gives: whoever changes it writes them anew, and JavaScript follows."""

import json

from tests.search.vectors import FILE, vectors, write


def test_the_file_of_vectors_is_what_the_reference_gives():
    assert FILE.read_text(encoding="utf-8") == write(vectors())


def test_there_are_vectors_enough_of_each_kind():
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    assert len(kept["queries"]) >= 300
    assert len(kept["stem"]) >= 500
    kinds = {kind for query in kept["queries"] for _, kind, _ in query["pieces"]}
    assert kinds == {"word", "reading", "unfinished", "misspelt", "unknown"}
