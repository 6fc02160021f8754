"""Owns how text in Japanese and English becomes terms that can be found."""
