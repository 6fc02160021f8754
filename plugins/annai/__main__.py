"""Where the command ``annai`` and ``python -m annai`` begin: what makes a short-lived process start soon."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress


def run() -> None:
    """Runs the command line.

    Garbage is not looked for while modules are read and values are made that live to the end; `annai serve`,
    which does not end, turns that on again. Plugins of pydantic, looked up in every installed package, are
    none of ours.
    """
    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from annai.cli import main  # noqa: PLC0415 - after the settings above

    code: object = 0
    try:
        main()
    except SystemExit as end:
        code = end.code
    # What is left would be to take apart, value by value, what the system takes back at once.
    for stream in (sys.stdout, sys.stderr):
        with suppress(BrokenPipeError):
            stream.flush()
    os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    run()
