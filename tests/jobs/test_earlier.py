"""An issue comes into a library as it was published, and nothing that was there is lost."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from curator.domain.document import IssueDocument
from curator.domain.progress import Progress
from curator.export.markdown import render
from curator.jobs.compose import compose
from curator.jobs.desk import Desk
from curator.jobs.earlier import import_issue
from curator.library.library import create_library, open_library
from curator.settings import load
from tests.randomissues import distinct, documents


@contextmanager
def desk_of(folder: Path) -> Iterator[Desk]:
    """A desk with an empty library in this folder."""
    path = folder / "library.curator"
    create_library(path)
    library = open_library(path, now=lambda: datetime(2022, 4, 6, 9, 30, tzinfo=UTC))
    yield Desk(library, None, load({}))
    library.close()


def put(folder: Path, document: IssueDocument) -> Path:
    """Writes an issue as an export does."""
    rendered = render(document)
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    for file in rendered.files:
        (folder / file.name).write_bytes(file.data)
    path = folder / "issue.md"
    path.write_bytes(rendered.text)
    return path


def exported(desk: Desk, issue: int) -> IssueDocument:
    return compose(desk.library, issue)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents().map(distinct))
def test_what_is_imported_is_exported_as_the_same_bytes(document: IssueDocument) -> None:
    with tempfile.TemporaryDirectory() as folder, desk_of(Path(folder)) as desk:
        path = put(Path(folder) / "a", document)
        found = import_issue(desk, path, Progress())
        again = render(exported(desk, found.issue))
        assert again.text.decode() == path.read_text("utf-8")
        assert again.files == render(document).files
