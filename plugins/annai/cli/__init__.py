"""The command line: ``annai build | serve | check | search | schema | metrics``."""

from annai.cli.main import main

__all__ = ["main"]
