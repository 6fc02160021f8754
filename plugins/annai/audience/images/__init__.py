"""Pictures without what they carry besides the picture: who took them, where, with what, in which editor.

Nothing is drawn anew: the parts of a file that hold no pixels are left out, so that the picture stays the
same to the last bit. What is not understood is not published: a picture that cannot be read to its end
raises ``PictureError``, which becomes the finding A305.
"""

from annai.audience.images.fault import PictureError
from annai.audience.images.published import published_bytes

__all__ = ["PictureError", "published_bytes"]
