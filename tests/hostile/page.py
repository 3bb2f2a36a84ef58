"""What an exported page must not hold, whatever was typed: read with a parser of HTML, as a browser would."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

_TAGS = {
    "script": 'type="application/ld+json" alone',
    "iframe": "",
    "object": "",
    "embed": "",
    "applet": "",
    "base": "",
    "form": "",
    "input": "",
    "button": "",
    "link": "",
    "video": "",
    "audio": "",
    "source": "",
    "frame": "",
    "portal": "",
    "template": "",
    "noscript": "",
}
_LOADED = ("src", "srcset", "poster", "data", "background", "action", "formaction", "ping", "manifest", "xlink:href")
_SCHEMES = ("http", "https", "mailto")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self._in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self._in = tag
        if tag == "script":
            if found.get("type") != "application/ld+json" or "src" in found:
                self.faults.append("a script")
        elif tag in _TAGS and not (tag == "link" and found.get("rel") == "canonical"):
            self.faults.append(f"<{tag}>")
        if tag == "meta" and "refresh" in (found.get("http-equiv") or "").lower():
            self.faults.append("a refresh")
        for name, value in found.items():
            text = (value or "").strip()
            if name.startswith("on"):
                self.faults.append(f"{tag} {name}")
            if name in _LOADED and text and not text.startswith("data:image/"):
                self.faults.append(f"{tag} {name}={text[:60]}")
            leads_away = name == "href" and tag == "a" and not text.startswith("#")
            if leads_away and not (text.isascii() and urlsplit(text).scheme in _SCHEMES):
                self.faults.append(f"a link to {text[:60]}")
            if name == "style" and ("url(" in text or "expression" in text):
                self.faults.append(f"{tag} style={text[:60]}")

    handle_startendtag = handle_starttag

    def handle_data(self, data: str) -> None:
        if self._in == "style" and ("@import" in data or "url(" in data.replace("url(data:", "")):
            self.faults.append("a style sheet that loads")

    def handle_endtag(self, tag: str) -> None:
        self._in = ""


def faults_of(page: bytes) -> list[str]:
    """What runs, loads or leads astray in a page; an empty list where nothing does."""
    reader = _Page()
    reader.feed(page.decode("utf-8"))
    reader.close()
    text = page.decode("utf-8")
    if any((ord(letter) < 32 and letter not in "\t\n") or 0x7F <= ord(letter) < 0xA0 for letter in text):
        reader.faults.append("a control character")
    return reader.faults
