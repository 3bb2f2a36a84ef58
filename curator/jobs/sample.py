"""The sample issue into a new library: its works with their metadata, then the issue itself."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from curator import assets
from curator.domain.papers import Record, Status
from curator.domain.progress import Progress
from curator.jobs import earlier
from curator.jobs.desk import Desk


@dataclass(frozen=True, slots=True)
class _Work:
    record: Record
    status: Status
    starred: bool
    tags: tuple[str, ...]


def fill(desk: Desk, progress: Progress) -> int:
    """Puts the sample into the library of `desk`, and gives the number of its issue."""
    from curator.library.merging import prepare  # SQLAlchemy: with the library alone

    works = _works()
    with desk.library.edit("Add the sample's papers") as edit:
        for work in works:
            (put,) = edit.merging.put_in([prepare(work.record)], Status.KNOWN)
            if work.starred:
                edit.papers.star([put.paper], True)
            for tag in work.tags:
                edit.papers.tag([put.paper], tag)
    imported = earlier.import_issue(desk, assets.path("sample", "issue.md"), progress)
    with desk.library.edit("Decide about the sample's papers") as edit:
        for work in works:
            paper = edit.papers.find(work.record.arxiv or "")
            if work.status is not Status.KNOWN:
                edit.papers.decide([paper], work.status)
            if work.status is not Status.INBOX:
                edit.papers.mark_seen([paper])
    return imported.issue


def _works() -> Sequence[_Work]:
    lines = assets.path("sample", "works.jsonl").read_text("utf-8").splitlines()
    return [_work(json.loads(line)) for line in lines]


def _work(line: dict[str, object]) -> _Work:
    record = Record(
        title=str(line["title"]),
        authors=_texts(line["authors"]),
        abstract=str(line["abstract"]),
        categories=_texts(line["categories"]),
        comment=str(line["comment"]) if line["comment"] else None,
        published=date.fromisoformat(str(line["published"])),
        updated=date.fromisoformat(str(line["updated"])),
        arxiv=str(line["id"]),
        version=int(str(line["version"])),
        source="arxiv",
    )
    return _Work(record, Status(str(line["status"])), bool(line["starred"]), _texts(line["tags"]))


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()
