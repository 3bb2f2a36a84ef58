"""The formats that an issue can be exported to."""

from curator.export.format import Format, Output, Rendered
from curator.export.html import HTML
from curator.export.markdown import MARKDOWN

FORMATS: tuple[Format, ...] = (HTML, MARKDOWN)
"""Every format, in the order in which they are offered."""

__all__ = ["FORMATS", "Format", "Output", "Rendered"]
