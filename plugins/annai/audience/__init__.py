"""Who may see what: the projection of a library to one audience, and the checks that guard it."""

from annai.audience.project import project

__all__ = ["project"]
