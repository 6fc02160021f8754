"""The one thing that can go wrong with a picture: it cannot be read, and so not be cleaned."""

from __future__ import annotations


class PictureError(ValueError):
    """A picture that cannot be read to its end; the text says what stopped the reader."""
