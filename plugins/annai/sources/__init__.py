"""All reading: files become a typed library, and what is wrong with them becomes findings."""

from annai.sources.repository import Layout, Loaded, load

__all__ = ["Layout", "Loaded", "load"]
