"""Decision trees as wholes: how they are walked, what is wrong with them, and their figures."""
