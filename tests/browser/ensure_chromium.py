"""Finds a Chromium for the tests in a browser, and installs Debian's when there is none.

Run by `make test`. The browser is looked for on PATH, then among those that Playwright has installed. Where
there is none, or no Japanese font, and this is a Debian on which packages may be installed (as root, or with
a sudo that asks for no password), Debian's packages are. Everywhere else it says what to install.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> Path | None:
    """The browser's program, or None where there is none."""
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    return _of_playwright()


def has_japanese_fonts() -> bool:
    """Whether text in Japanese would show; true where fontconfig cannot be asked (macOS has them)."""
    if not shutil.which("fc-list"):
        return sys.platform != "linux"
    listed = subprocess.run(["fc-list", ":lang=ja", "family"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def main() -> int:
    """Makes sure of both and prints which browser it is; 1 where it could not."""
    missing = []
    if find_chromium() is None:
        missing.append("chromium")
    if not has_japanese_fonts():
        missing.append("fonts-noto-cjk")
    if missing:
        _install(missing)

    browser = find_chromium()
    if browser is None:
        print(
            "The tests in a browser need Chromium. Install one so that `chromium` or `google-chrome` is on PATH,\n"
            "or run `.venv/bin/playwright install chromium`.",
            file=sys.stderr,
        )
        return 1
    if not has_japanese_fonts():
        print("The tests in a browser need a Japanese font, such as Noto Sans CJK.", file=sys.stderr)
        return 1
    print(f"Browser for the tests: {browser}")
    return 0


def _of_playwright() -> Path | None:
    # Not at the top: this program must give its message even where Playwright does not load.
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        program = Path(playwright.chromium.executable_path)
    return program if program.exists() else None


def _install(packages: list[str]) -> None:
    if not shutil.which("apt-get"):
        return
    command = ["apt-get"]
    if os.geteuid() != 0:
        if not shutil.which("sudo") or subprocess.run(["sudo", "-n", "true"], check=False).returncode:
            print(f"To install what is missing: sudo apt-get install {' '.join(packages)}", file=sys.stderr)
            return
        command = ["sudo", "-n", "apt-get"]
    print(f"Installing {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        subprocess.run([*command, "-qq", *arguments], check=False, env=environment, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
