"""The domain's values: articles, trees, registries, the library and the views of it."""
