"""Annai (案内): a public help center and an agent manual from one set of files."""

__version__ = "0.1.0"
