"""Owns finding: search documents, their ranking, and the indexes that hold them."""
