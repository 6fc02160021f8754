"""The same tests in ProperDocs, the fork that goes on with MkDocs' plugins."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).with_name("test_building.py")


@pytest.mark.slow
@pytest.mark.skipif(os.environ.get("ADAPTER_TESTS_ON") == "properdocs", reason="this is that run")
def test_the_adapter_passes_its_tests_in_properdocs(tmp_path: Path):
    # `properdocs.replacement` gives MkDocs' names to ProperDocs' modules, as its own command line does.
    start = "import sys; import properdocs.replacement, pytest; sys.exit(pytest.main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", start, "-q", TESTS, f"--basetemp={tmp_path / 'runs'}", "-o", f"cache_dir={tmp_path}"],
        env={**os.environ, "ADAPTER_TESTS_ON": "properdocs"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
