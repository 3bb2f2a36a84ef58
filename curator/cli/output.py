"""What the command line prints: JSON in the form of the contract, or lines for people, cleaned of control characters."""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date

from curator.domain.findings import Finding
from curator.domain.issues import Entry, Issue, IssueRow
from curator.domain.papers import Paper
from curator.domain.progress import Report
from curator.library.moments import as_text
from curator.writing.cleaning import for_terminal

Json = Mapping[str, object]
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def print_json(value: Json) -> None:
    """One JSON object in UTF-8; control and bidi characters and lone surrogates are escaped, all else is as it is."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    _write(_UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode())


def print_lines(lines: Sequence[str]) -> None:
    """Lines for people."""
    _write("\n".join(for_terminal(line) for line in lines).encode("utf-8", "replace"))


def print_error(sentence: str) -> None:
    """One line on standard error."""
    print(f"curator: {for_terminal(' '.join(sentence.split()))}", file=sys.stderr)


def paper_json(paper: Paper) -> dict[str, object]:
    """PAPER of the contract."""
    return {
        "id": paper.id,
        "key": paper.key,
        "title": paper.title,
        "authors": list(paper.authors),
        "arxiv": paper.arxiv,
        "version": paper.version,
        "doi": paper.doi,
        "url": paper.url,
        "published": _day(paper.published),
        "updated": _day(paper.updated),
        "added": as_text(paper.added),
        "categories": list(paper.categories),
        "abstract": paper.abstract or None,
        "comment": paper.comment,
        "status": paper.status.value,
        "starred": paper.starred,
        "tags": list(paper.tags),
        "why": paper.why,
        "insights": paper.insights,
        "links": [{"title": link.title, "url": link.url} for link in paper.links],
        "figures": [{"src": f.src, "alt": f.alt, "caption": f.caption, "source": f.source} for f in paper.figures],
        "issues": list(paper.issues),
        "to_fetch": paper.to_fetch,
    }


def paper_lines(paper: Paper) -> list[str]:
    """A paper for people."""
    where = [f"arXiv {paper.arxiv}" + (f"v{paper.version}" if paper.version else "")] if paper.arxiv else []
    where += [paper.doi] if paper.doi else []
    where += [" ".join(paper.categories)] if paper.categories else []
    where += [_day(paper.published) or ""] if paper.published else []
    state = [paper.status.value] + (["starred"] if paper.starred else []) + (["to fetch"] if paper.to_fetch else [])
    lines = [
        f"{paper.id}  {paper.title}",
        f"    {', '.join(paper.authors)}",
        f"    {' · '.join(where)}",
        f"    {paper.key} · {', '.join(state)}",
    ]
    if paper.tags:
        lines.append(f"    tags: {', '.join(paper.tags)}")
    lines += [f"    {link.title}: {link.url}" for link in paper.links]
    for label, text in (("Abstract", paper.abstract), ("Why", paper.why), ("Key insights", paper.insights)):
        if text:
            lines += ["", f"{label}:", *text.split("\n")]
    lines += [f"figure: {figure.src}  {figure.caption or ''}" for figure in paper.figures]
    return [line for line in lines if line.strip() or line == ""]


def row_line(paper: Paper) -> str:
    """A paper in a list for people."""
    day = _day(paper.published) or _day(paper.added.date())
    first = paper.authors[0] if paper.authors else ""
    more = f" +{len(paper.authors) - 1}" if len(paper.authors) > 1 else ""
    return f"{paper.id:>6}  {day}  {paper.status.value:<11}  {paper.title}" + (f" ({first}{more})" if first else "")


def issue_row_json(row: IssueRow) -> dict[str, object]:
    """An issue in `issue list`."""
    return {
        "id": row.id,
        "slug": row.slug,
        "title": row.title,
        "edition": row.edition,
        "date": row.date,
        "status": row.status.value,
        "sections": row.sections,
        "entries": row.entries,
    }


def issue_json(issue: Issue, papers: Mapping[int, Paper]) -> dict[str, object]:
    """`issue` of the contract. The section without title is there while it has text or entries."""
    cover = issue.cover
    return {
        "id": issue.id,
        "slug": issue.slug,
        "title": issue.title,
        "edition": issue.edition,
        "date": issue.date,
        "lead": issue.lead,
        "cover": {"src": cover.src, "alt": cover.alt, "caption": cover.caption, "credit": cover.credit}
        if cover
        else None,
        "authors": list(issue.authors),
        "tags": list(issue.tags),
        "status": issue.status.value,
        "names": issue.names,
        "sections": [
            {
                "title": section.title,
                "text": section.text,
                "entries": [_entry_json(entry, papers) for entry in section.entries],
            }
            for section in issue.sections
        ],
    }


def _entry_json(entry: Entry, papers: Mapping[int, Paper]) -> dict[str, object]:
    paper = papers.get(entry.paper) if entry.paper is not None else None
    return {
        "id": entry.id,
        "kind": entry.kind.value,
        "paper": entry.paper,
        "arxiv": paper.arxiv if paper else None,
        "title": entry.title or (paper.title if paper else None),
        "url": entry.url or (paper.address if paper else None),
        "text": entry.text,
        "byline": entry.byline,
    }


def issue_lines(issue: Issue, papers: Mapping[int, Paper]) -> list[str]:
    """An issue for people: its outline with the numbers of entries."""
    head = " — ".join(part for part in (issue.title, issue.edition) if part)
    lines = [head, f"{issue.slug} · {issue.status.value}" + (f" · {issue.date}" if issue.date else "")]
    if issue.lead:
        lines += ["", *issue.lead.split("\n")]
    for section in issue.sections:
        lines += ["", f"## {section.title}" if section.title else "(before the first section)"]
        if section.text:
            lines += section.text.split("\n")
        for entry in section.entries:
            paper = papers.get(entry.paper) if entry.paper is not None else None
            words = entry.title or (paper.title if paper else None) or entry.text or entry.url or ""
            lines.append(f"{entry.id:>6}  {entry.kind.value:<8}{words.splitlines()[0] if words else ''}")
    return lines


def finding_json(finding: Finding) -> dict[str, object]:
    """A finding of the contract."""
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "section": finding.section,
        "entry": finding.entry,
        "message": finding.message,
    }


def on_terminal() -> Report | None:
    """How far a job is, on one line of a terminal; None where nobody looks."""
    if not sys.stderr.isatty():
        return None

    def report(done: int, total: int | None, words: str) -> None:
        count = f"{done} of {total}" if total else str(done or "")
        sys.stderr.write(f"\r\x1b[2K{for_terminal(words)} {count}")
        sys.stderr.flush()

    return report


def clear_terminal() -> None:
    """Takes the progress line away."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[2K")
        sys.stderr.flush()


def _write(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data + b"\n")
    sys.stdout.buffer.flush()


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
