"""What an address, a DOI, an arXiv id or a paragraph names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, quote, unquote, urlsplit


class Kind(StrEnum):
    """What sort of name an identifier is."""

    ARXIV = "arxiv"
    DOI = "doi"
    URL = "url"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A name of a work. `id` in its one form: an arXiv id without version and subject class, a DOI in lower case, a clean address.

    `version` is set only for an arXiv id that was named with one, and counts from 1.
    """

    kind: Kind
    id: str
    version: int | None = None

    def __str__(self) -> str:
        """As a person would type it; `parse` reads it back."""
        return self.id if self.version is None else f"{self.id}v{self.version}"


def find(text: str) -> tuple[Identifier, ...]:
    """All that a text names, in order of appearance, each work once (of an arXiv id the version that was named first)."""
    found: dict[tuple[Kind, str], Identifier] = {}
    for _, _, names in _hits(_folded(text)):
        for name in names:
            found.setdefault((name.kind, name.id), name)
    return tuple(found.values())


def almost(text: str) -> tuple[str, ...]:
    """What has the form of an arXiv id and is none, as typed: 9999.99999, since no year has 99 months. Each once, in order of appearance."""
    folded = _folded(text)
    rest, at = [], 0
    for start, end, _ in _hits(folded):
        rest.append(folded[at:start])
        at = end
    return tuple(dict.fromkeys(_ALMOST.findall("|".join([*rest, folded[at:]]))))


def parse(text: str) -> Identifier | None:
    """What the whole text names: one identifier with nothing around it but blanks, brackets, `arXiv:` or `doi:`; else None."""
    folded = _folded(text)
    hits = list(_hits(folded))
    if len(hits) != 1 or len(hits[0][2]) != 1:
        return None
    start, end, names = hits[0]
    if _LABEL.fullmatch(folded[:start]) and _REST.fullmatch(folded[end:]):
        return names[0]
    return None


def clean_address(url: str) -> str | None:
    """An http or https address with a host; blanks, `<`, `>`, backslashes and controls in it are percent-encoded. None if it is none."""
    stripped = url.strip()
    if not _SCHEME.match(stripped):
        return None
    encoded = encode_address(stripped)
    return encoded if _split(encoded) else None


def encode_address(address: str) -> str:
    """An address in which nothing can end a link: blanks, `<`, `>`, backslashes and controls are percent-encoded."""
    return _UNSAFE.sub(lambda found: quote(found[0], safe="", errors="replace"), address)


# Archives of ids before April 2007. The set is closed: no id of this form has been given since.
_ARCHIVES = (
    r"acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|"
    r"funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|"
    r"q-alg|q-bio|quant-ph|solv-int|supr-con"
)
_OWN_HOSTS = ("arxiv.org", "ar5iv.org", "xxx.lanl.gov")
_LONGEST = 4096  # characters of an address or a DOI: a bound on what is looked through again
_DEEPEST = 8  # brackets within brackets: deeper ones are taken for unpaired

_OLD = rf"(?<![A-Za-z0-9_-])(?P<archive>{_ARCHIVES})(?:\.[A-Za-z][A-Za-z-]{{1,9}})?/(?P<old>[0-9]+)"
_NAMES = re.compile(
    rf"(?P<url>https?://)|(?P<doi>10\.[0-9]{{4,9}}/)|{_OLD}|(?P<run>[0-9][0-9.]*)", re.IGNORECASE | re.ASCII
)
_NEW_ID = re.compile(r"(?P<year>[0-9]{2})(?P<month>0[1-9]|1[0-2])\.(?P<number>[0-9]{4,5})")
_ALMOST = re.compile(r"(?<![\w./-])([0-9]{4}\.[0-9]{5})(?:v[0-9]+)?(?![\w-]|\.[0-9])", re.ASCII)
_OLD_NUMBER = re.compile(r"(?:9[1-9]|0[0-7])(?:0[1-9]|1[0-2])(?!000)[0-9]{3}")
_VERSION = re.compile(r"[vV]([0-9]+)")
_DIGITS_GO_ON = re.compile(r"\.*[0-9]")

_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_UNSAFE = re.compile(r"[\s<>\\\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_HOST = re.compile(r"(?=.*\w)[^\s%/\\<>^|`{}\"]+")
_WIDE_MARKS = "。，、；：！？「」『』（）【】《》〈〉“”‘’„«»…"
_TAIL = re.compile(rf'[^\s"`|<>{_WIDE_MARKS}]+')
# Wiley's older DOIs hold a pair of angle brackets: 10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O
_DOI_TAIL = re.compile(rf'(?:[^\s"`|<>{_WIDE_MARKS}]|<[0-9]+::[A-Za-z0-9-]+>)+')
_NEXT_ONE = re.compile(r"[,;](?=https?://|doi:|arxiv:|10\.[0-9]{4,9}/|[0-9]{4}\.[0-9]{4,5}(?![0-9]))", re.IGNORECASE)
_CLOSING = ".,:;!?'*_~"
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}
_PAGE_OF_DOI = re.compile(
    r"(?:/(?:full|fulltext|abstract|pdf|epdf|html|meta|summary|references)|\.pdf|\.full|\.full\.pdf)+$"
)
_BIORXIV = re.compile(r"(10\.1101/.+?)v[0-9]+(?:\.[a-z.-]+)?$")
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)")
_SAYS_ARXIV = re.compile(r"arxiv|(?<![a-z])papers(?![a-z])", re.IGNORECASE)

_LABEL = re.compile(
    r"[\W_]*(?:(?:(?:[a-z]+\.)*arxiv\.org/(?:abs|pdf|html)/|(?:dx\.)?doi\.org/|arxiv|doi)[\W_]*)?", re.IGNORECASE
)
_REST = re.compile(r"(?:\.pdf)?[\W_]*(?:\[[a-z-]+(?:\.[A-Za-z-]+)?\][\W_]*)?")

_FOLDS: dict[int, str | None] = {0xFF10 + digit: str(digit) for digit in range(10)}
_FOLDS |= dict.fromkeys((0xAD, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF))
_WIDE_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])([．／])(?=[0-9])")

_Hit = tuple[int, int, tuple[Identifier, ...]]


def _folded(text: str) -> str:
    """Full-width digits as digits, zero-width and direction characters gone."""
    narrow = text.translate(_FOLDS)
    return _WIDE_BETWEEN_DIGITS.sub(lambda found: "." if found[1] == "．" else "/", narrow)


def _hits(text: str) -> Iterator[_Hit]:
    """Each place that names something: where it begins, where it ends, what it names."""
    at = 0
    while match := _NAMES.search(text, at):
        hit = _read(text, match)
        at = hit[1] if hit else match.end()
        if hit and hit[2]:
            yield hit


def _read(text: str, match: re.Match[str]) -> _Hit | None:
    if match["url"]:
        return _read_address(text, match.start())
    if match["doi"]:
        return _read_doi(text, match)
    if match["old"]:
        return _read_old(text, match)
    return _read_new(text, match)


def _read_address(text: str, start: int) -> _Hit | None:
    tail = _TAIL.match(text, start, start + _LONGEST)
    typed = _trimmed(tail[0]) if tail else ""
    address = clean_address(typed)
    parts = _split(address) if address else None
    if address is None or parts is None:
        return None
    return start, start + len(typed), _named_by(parts) or (Identifier(Kind.URL, address),)


def _read_doi(text: str, match: re.Match[str]) -> _Hit | None:
    tail = _DOI_TAIL.match(text, match.end(), match.end() + _LONGEST)
    typed = _trimmed(match[0] + tail[0], _CLOSING + "/") if tail else ""
    if len(typed) < len(match[0]) + 2:
        return None
    return match.start(), match.start() + len(typed), (_doi(typed),)


def _read_old(text: str, match: re.Match[str]) -> _Hit | None:
    if not _OLD_NUMBER.fullmatch(match["old"]):
        return None
    return _with_version(text, match.start(), match.end(), f"{match['archive'].lower()}/{match['old']}")


def _read_new(text: str, match: re.Match[str]) -> _Hit | None:
    run = match[0].rstrip(".")
    found = _NEW_ID.fullmatch(run)
    if not found or not int(found["number"]) or len(found["number"]) != (4 if found["year"] < "15" else 5):
        return None
    return _with_version(text, match.start(), match.start() + len(run), run)


def _with_version(text: str, start: int, end: int, number: str) -> _Hit | None:
    """The id, and the version if one follows; None if the digits go on after it."""
    version = _VERSION.match(text, end)
    stop = version.end() if version else end
    if _DIGITS_GO_ON.match(text, stop):
        return None
    given = int(version[1]) if version and len(version[1]) < 4 else 0
    return start, stop, (Identifier(Kind.ARXIV, number, given or None),)


def _doi(typed: str) -> Identifier:
    """The work of a DOI; one that arXiv minted is an arXiv id."""
    lowered = typed.lower()
    minted = _ARXIV_DOI.fullmatch(lowered)
    match = _NAMES.match(minted[1]) if minted else None
    if minted and match and not match["url"] and not match["doi"]:
        hit = _read(minted[1], match)
        if hit and hit[1] == len(minted[1]):
            return hit[2][0]
    return Identifier(Kind.DOI, lowered)


def _trimmed(typed: str, closing: str = _CLOSING) -> str:
    """Without what follows in the sentence: a second one after a comma, an unpaired bracket, closing punctuation."""
    if following := _NEXT_ONE.search(typed):
        typed = typed[: following.start()]
    open_at: list[int] = []
    for place, letter in enumerate(typed):
        if len(open_at) > _DEEPEST:
            break
        if letter in "([{<":
            open_at.append(place)
        elif letter in _PAIRS:
            if not open_at or typed[open_at[-1]] != _PAIRS[letter]:
                open_at = [*open_at[:1], place]
                break
            open_at.pop()
    return (typed[: open_at[0]] if open_at else typed).rstrip(closing)


def _split(address: str) -> SplitResult | None:
    """The parts of an address; None if it has no host or is malformed."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    return parts if host and _HOST.fullmatch(host) else None


def _named_by(parts: SplitResult) -> tuple[Identifier, ...]:
    """The works that an address names."""
    host = (parts.hostname or "").rstrip(".")
    path = _folded(unquote(parts.path))
    rest = _folded(unquote(parts.query.replace("&", " ").replace("+", " ") + " " + parts.fragment))
    if any(host == own or host.endswith("." + own) for own in _OWN_HOSTS):
        return _ids(path) or _ids(rest)
    if doi := _doi_of_page(path, exact=host in ("doi.org", "dx.doi.org")) or _doi_of_page(rest, exact=True):
        return (doi,)
    said = _SAYS_ARXIV.search(path)
    return _ids(f"{path[said.end() :]} {rest}")[:1] if said else ()


def _ids(text: str) -> tuple[Identifier, ...]:
    """arXiv ids in a part of an address, each once."""
    named: dict[str, Identifier] = {}
    for match in _NAMES.finditer(text):
        hit = None if match["url"] or match["doi"] else _read(text, match)
        for one in hit[2] if hit else ():
            named.setdefault(one.id, one)
    return tuple(named.values())


def _doi_of_page(text: str, *, exact: bool) -> Identifier | None:
    """The DOI in a part of an address, without what a publisher appends for one of its pages (unless `exact`)."""
    for match in _NAMES.finditer(text):
        hit = _read_doi(text, match) if match["doi"] else None
        if hit is None:
            continue
        typed = text[hit[0] : hit[1]]
        shorter = _BIORXIV.sub(r"\1", _PAGE_OF_DOI.sub("", typed)).rstrip(_CLOSING + "/")
        return _doi(typed if exact or len(shorter) < len(match[0]) + 2 else shorter)
    return None
