"""Where the command ``annai`` and ``python -m annai`` begin: what makes a short-lived process start soon."""

from __future__ import annotations

import gc
import os


def run() -> None:
    """Runs the command line.

    Garbage is not looked for while modules are read and values are made that live to the end; `annai serve`,
    which does not end, turns that on again. Plugins of pydantic, looked up in every installed package, are
    none of ours.
    """
    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from annai.cli import main  # noqa: PLC0415 - after the settings above

    main()


if __name__ == "__main__":
    run()
