"""One view of the library, ready to be made into a language of a site."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from annai.model.view import View
from annai.pipeline.bodies import LinkedBody, Outline


class Edition(Struct, frozen=True):
    """One view with its articles' bodies: linked ones (by id) where they are written in its language."""

    view: View
    keys: Mapping[str, str]
    outlines: Mapping[str, Outline]
    linked: Mapping[str, LinkedBody]

    @property
    def attachments(self) -> frozenset[str]:
        """Addresses of the attachments that its articles show."""
        return frozenset(address for body in self.linked.values() for address in body.attachments)
