"""``python -m annai``: the command line without its script."""

from annai.cli import main

if __name__ == "__main__":
    main()
