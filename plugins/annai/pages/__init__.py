"""The pages of both sites: contexts, the builders that fill them, and the templates that draw them."""
