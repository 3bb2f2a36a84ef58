"""Texts: Markdown, citations, LaTeX, and the assembly of an issue."""
