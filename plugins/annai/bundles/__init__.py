"""Decision trees as the browser walks them: one JSON file a tree, for customers and agents alike."""

from annai.bundles.files import Bundle, tree_bundles

__all__ = ["Bundle", "tree_bundles"]
