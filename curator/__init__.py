"""Curator: a desktop program for curating reading lists and publishing them as issues of a newsletter."""

__version__ = "0.1.0"
