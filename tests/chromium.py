"""The browser of a test run: one for every folder of tests, since a process can drive but one at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.ensure_chromium import find_chromium

# Without these a browser talks to its maker's servers when it starts.
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run; each test opens its own context in it."""
    program = find_chromium()
    if program is None:
        pytest.fail("no Chromium; `make test` installs one or says how", pytrace=False)
    # Chromium refuses to run as root inside its own sandbox.
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*QUIET, *sandbox])
        yield browser
        browser.close()
