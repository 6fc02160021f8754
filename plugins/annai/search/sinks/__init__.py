"""Owns what search documents are written into, a module for each format."""
