"""Material's search worker, asked outside a browser."""

import json
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def ask(node):
    """Put queries to Material's search worker with an index: a list of groups of results for each query."""
    spec = find_spec("material")
    assert spec is not None
    assert spec.origin is not None
    scripts = Path(spec.origin).parent / "templates" / "assets" / "javascripts"

    def answers(index, *queries):
        done = subprocess.run(
            [node, Path(__file__).with_name("material_worker.mjs"), scripts],
            input=json.dumps({"index": json.loads(index), "queries": queries}),
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return json.loads(done.stdout)

    return answers
