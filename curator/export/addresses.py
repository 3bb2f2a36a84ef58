"""Which addresses a page may link to, in the form that the URL Standard calls valid."""

import re
import unicodedata
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, urlsplit

SCHEMES = ("http", "https", "mailto")

_UNRESERVED = "!$&'()*+,-./:;=?@_~%"
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_DROPPED = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_PERSON = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+")


@lru_cache(maxsize=4096)
def safe(address: str | None) -> str | None:
    """The address percent-encoded; None where it is not http, https or mailto, or leads nowhere: then it is shown as text."""
    text = _DROPPED.sub("", address or "").strip()
    scheme = _SCHEME.match(text)
    if scheme is None or scheme[1].lower() not in SCHEMES:
        return None
    if scheme[1].lower() == "mailto":
        person = text[scheme.end() :]
        return f"mailto:{_encoded(person)}" if _PERSON.match(person) else None
    return _web(text)


def _web(text: str) -> str | None:
    try:
        parts = urlsplit(text.replace("\\", "%5C"))
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:  # a bracket without its other, a port that is no number
        return None
    if host is None or "@" in parts.netloc:
        return None
    place = host if port is None else f"{host}:{port}"
    query = f"?{_encoded(parts.query)}" if parts.query else ""
    fragment = f"#{_encoded(parts.fragment)}" if parts.fragment else ""
    return f"{parts.scheme}://{place}{_encoded(parts.path)}{query}{fragment}"


def _encoded(part: str) -> str:
    return quote(_LONE_PERCENT.sub("%25", part), safe=_UNRESERVED)


def _host(host: str) -> str | None:
    """A host in ASCII, or None. A last label of digits makes it an IPv4 address (URL Standard, 3.5)."""
    if ":" in host:
        try:
            return f"[{IPv6Address(host)}]"
        except AddressValueError:
            return None
    try:
        ascii_host = host.encode("idna").decode("ascii").lower()
        words = ascii_host.encode("ascii").decode("idna").split(".")
    except UnicodeError:
        return None
    if any(
        unicodedata.category(word[:1] or "a")[0] == "M" for word in words
    ):  # a label may not begin with a combining mark
        return None
    labels = ascii_host.removesuffix(".").split(".")
    if not all(_LABEL.fullmatch(label) for label in labels):
        return None
    if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", labels[-1]):
        try:
            return str(IPv4Address(ascii_host))
        except AddressValueError:
            return None
    return ascii_host
