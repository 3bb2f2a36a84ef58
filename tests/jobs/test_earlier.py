"""An issue comes into a library as it was published, and nothing that was there is lost."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from curator.domain.document import IssueDocument
from curator.domain.errors import NotFound, Refused, Unreadable
from curator.domain.identifiers import Identifier, Kind
from curator.domain.issues import Issue, NewEntry
from curator.domain.issues import Kind as EntryKind
from curator.domain.papers import Figure, Link, Record, Status
from curator.domain.progress import Cancelled, Progress
from curator.export.markdown import render
from curator.jobs import earlier
from curator.jobs.compose import compose
from curator.jobs.desk import Desk
from curator.jobs.earlier import Imported, import_issue
from curator.library.library import create_library, open_library
from curator.library.merging import prepare
from curator.net import Net
from curator.settings import load
from tests.export.smallissue import PNG, SMALL_ISSUE, SVG
from tests.randomissues import distinct, documents


@contextmanager
def desk_of(folder: Path) -> Iterator[Desk]:
    """A desk with an empty library in this folder; its network is the real one, which no test reaches."""
    path = folder / "library.curator"
    create_library(path)
    library = open_library(path, now=lambda: datetime(2022, 4, 6, 9, 30, tzinfo=UTC))
    yield Desk(library, Net(), load({}))
    library.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_of(tmp_path) as found:
        yield found


def put(folder: Path, document: IssueDocument) -> Path:
    """Writes an issue as an export does."""
    rendered = render(document)
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    for file in rendered.files:
        (folder / file.name).write_bytes(file.data)
    path = folder / "issue.md"
    path.write_bytes(rendered.text)
    return path


def bring(desk: Desk, text: str) -> Imported:
    """Imports this text, from a file beside the library."""
    path = desk.library.path.parent / "brought.md"
    path.write_text(text, "utf-8", newline="")
    return import_issue(desk, path, Progress())


def exported(desk: Desk, issue: int) -> str:
    return render(compose(desk.library, issue)).text.decode()


def issue_of(desk: Desk, number: int) -> Issue:
    with desk.library.read() as reading:
        return reading.issues.get(number)


def keys_of(desk: Desk) -> Mapping[str, Status]:
    with desk.library.read() as reading:
        return {paper.key: paper.status for paper in reading.papers.many(range(1, 50)).values()}


def said(found: Imported) -> str:
    return "\n".join(one.message for one in found.findings)


FRONT = "---\ntitle: T\n---\n"
PAPER = FRONT + "## S\n\n### [A paper](https://arxiv.org/abs/2203.15556)\n\nBy A B.\n\n"


@pytest.mark.slow
@settings(
    max_examples=40, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
)
@given(documents().map(distinct))
def test_what_is_imported_is_exported_as_the_same_bytes(document: IssueDocument) -> None:
    with tempfile.TemporaryDirectory() as folder, desk_of(Path(folder)) as desk:
        path = put(Path(folder) / "a", document)
        found = import_issue(desk, path, Progress())
        again = render(compose(desk.library, found.issue))
        assert again.text.decode() == path.read_bytes().decode()
        assert again.files == render(document).files


def test_the_small_issue_comes_back_with_its_figures(desk: Desk, tmp_path: Path) -> None:
    path = put(tmp_path / "a", SMALL_ISSUE)
    found = import_issue(desk, path, Progress())
    again = render(compose(desk.library, found.issue))
    assert (again.text, again.files) == (path.read_bytes(), render(SMALL_ISSUE).files)
    assert (found.added, found.known, found.findings, found.was_there) == (4, 0, (), False)
    assert keys_of(desk)["devlin2018bert"] is Status.KNOWN


def test_an_issue_made_here_comes_back_in_another_library(desk: Desk, tmp_path: Path) -> None:
    with desk.library.edit("Make it") as edit:
        works = [
            Record(
                "Scaling $\\alpha$", ("Ada Lovelace", "Bo Li", "Cy Young", "Di Wu"), arxiv="2203.15556", source="arxiv"
            ),
            Record("A DOI", ("Émile Zola",), doi="10.1002/(sici)1<1::aid-a>3.0.co;2-o", source="crossref"),
        ]
        one, other = (put.paper for put in edit.merging.put_in([prepare(work) for work in works]))
        edit.papers.override(other, title="Two  blanks", url="https://example.org/own(1)")
        third = edit.papers.new("By hand", ["Jo Doe"], datetime(2020, 5, 1, tzinfo=UTC).date())
        for data in SMALL_ISSUE.pictures.values():
            edit.figures.put(data)
        edit.papers.add_figure(one, PNG, "alt", None, "source")
        edit.papers.add_figure(one, SVG)
        edit.papers.set_links(one, [Link("Code", "https://example.org/a_(b)")])
        key, third_key = edit.papers.get(other).key, edit.papers.get(third).key
        edit.writeups.save(
            one, "why", f"Because [@{key}][@{third_key}] and [^{key}].\n\n![]({PNG})\n\n*not a caption*", None
        )
        issue = edit.issues.new("T", "April 2022", None, f"Lead [@{third_key}] of {{{{papers}}}} papers")
        edit.issues.add_section(issue, "", "In {{edition}} there are {{papers:words}}.")
        section = edit.issues.add_section(issue, "S", "- [x](y)")
        edit.issues.add(
            section,
            [
                NewEntry(EntryKind.PAPER, one),
                NewEntry(EntryKind.PAPER, other, names="1"),
                NewEntry(EntryKind.MENTION, third, text="m"),
                NewEntry(EntryKind.LINK, title="l", url="https://example.org/l", text="blurb [@nobody]"),
            ],
        )
    path = put(tmp_path / "a", compose(desk.library, issue))
    (tmp_path / "other").mkdir()
    with desk_of(tmp_path / "other") as there:
        found = import_issue(there, path, Progress())
        assert exported(there, found.issue) == path.read_text("utf-8")
        assert {key, third_key} <= keys_of(there).keys()


def test_the_same_bytes_change_nothing(desk: Desk, tmp_path: Path) -> None:
    path = put(tmp_path / "a", SMALL_ISSUE)
    first = import_issue(desk, path, Progress())
    with desk.library.edit("Go on") as edit:
        edit.issues.edit(first.issue, title="Another title")
    steps = desk.library.steps()
    second = import_issue(desk, path, Progress())
    assert (second.issue, second.was_there, second.findings) == (first.issue, True, ())
    assert desk.library.steps() == steps


def test_what_the_issue_of_that_slug_exports_now_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    first = import_issue(desk, put(tmp_path / "a", SMALL_ISSUE), Progress())
    with desk.library.edit("Go on") as edit:
        edit.issues.edit(first.issue, edition="May 2022")
    found = import_issue(desk, put(tmp_path / "b", compose(desk.library, first.issue)), Progress())
    assert (found.issue, found.was_there) == (first.issue, True)


def test_other_bytes_with_a_taken_slug_are_a_new_issue(desk: Desk, tmp_path: Path) -> None:
    first = import_issue(desk, put(tmp_path / "a", SMALL_ISSUE), Progress())
    other = import_issue(desk, put(tmp_path / "b", replace(SMALL_ISSUE, edition="May 2022")), Progress())
    assert other.issue != first.issue
    assert issue_of(desk, other.issue).slug == "trends-in-ai-april-2022-2"
    assert (other.added, other.known) == (0, 4)


def test_it_is_one_step_that_can_be_taken_back(desk: Desk, tmp_path: Path) -> None:
    path = put(tmp_path / "a", SMALL_ISSUE)
    import_issue(desk, path, Progress())
    (step,) = desk.library.steps()
    desk.library.undo(step.id)
    with desk.library.read() as reading:
        assert reading.issues.list() == ()
    assert keys_of(desk) == {}
    assert not import_issue(desk, path, Progress()).was_there


def test_more_than_a_hundred_works_are_taken_in_before_it(desk: Desk) -> None:
    entries = "".join(f"### [Paper {n}](https://arxiv.org/abs/2203.{n:05d})\n\n" for n in range(1, 121))
    text = f"{FRONT}## S\n\n{entries.strip()}\n"
    found = bring(desk, text.replace("title: T\n", "title: T\nslug: t\n"))
    assert (found.added, found.known) == (120, 0)
    assert exported(desk, found.issue) == text.replace("title: T\n", "title: T\nslug: t\n")
    desk.library.undo(desk.library.steps()[0].id)
    assert len(desk.library.steps()) == 2


def test_a_write_up_that_is_there_stays_and_the_imported_one_is_a_revision(desk: Desk) -> None:
    with desk.library.edit("Write") as edit:
        (there,) = edit.merging.wait_for([Identifier(Kind.ARXIV, "2203.15556")])
        edit.writeups.save(there.paper, "why", "Mine.", None)
        edit.papers.set_links(there.paper, [Link("Mine", "https://example.org/mine")])
    found = bring(
        desk, PAPER + "[Code](https://example.org/code)\n\n**❓ Why →** Theirs.\n\n**💡 Key insights →** New.\n"
    )
    with desk.library.read() as reading:
        paper = reading.papers.get(there.paper)
        assert (paper.why, paper.insights) == ("Mine.", None)
        assert paper.links == (Link("Mine", "https://example.org/mine"),)
        assert [one.text for one in reading.writeups.revisions(there.paper, "why")] == ["Theirs.", "Mine."]
        assert [one.origin for one in reading.writeups.revisions(there.paper, "insights")] == ["imported"]
    (finding,) = found.findings
    assert (finding.paper, finding.section) == (there.paper, "S")
    assert "stays" in finding.message


def test_the_same_write_up_again_is_no_finding(desk: Desk) -> None:
    text = PAPER + "**❓ Why →** Theirs.\n"
    bring(desk, text)
    assert bring(desk, text.replace("title: T", "title: U")).findings == ()


def test_a_key_becomes_that_of_a_new_work_and_else_the_citations_are_changed(desk: Desk) -> None:
    with desk.library.edit("Add") as edit:
        edit.merging.put_in([prepare(Record("BERT", ("Jacob Devlin",), arxiv="1810.04805", source="arxiv"))])
        edit.merging.put_in([prepare(Record("Other", ("A B",)), key="taken")])
    found = bring(
        desk,
        FRONT.replace("title: T", 'title: T\nlead: "L [@x]"')
        + "W [^x][^taken][^New_1].\n\n[^x]: Devlin, [BERT](https://arxiv.org/abs/1810.04805).\n"
        + "[^taken]: Wu, [Mine](https://example.org/wu), 2020.\n[^New_1]: Li, New, 2021.\n",
    )
    issue = issue_of(desk, found.issue)
    assert issue.lead == "L [@devlinndbert]"
    assert issue.sections[0].text == "W [@devlinndbert; @wu2020mine; @New_1]."
    assert keys_of(desk)["New_1"] is Status.KNOWN
    assert "[^devlinndbert]: Devlin, [BERT](https://arxiv.org/abs/1810.04805)." in exported(desk, found.issue)


def test_what_was_text_does_not_become_a_citation(desk: Desk) -> None:
    text = PAPER.replace("title: T\n", "title: T\nslug: t\n") + "**❓ Why →** Not [@bndpaper].\n"
    found = bring(desk, text)
    assert exported(desk, found.issue) == text


def test_bylines_and_references_stay_as_they_were_found_until_the_editor_changes_them(desk: Desk) -> None:
    text = (
        PAPER.replace("By A B.", "By A B, C D et al.")
        + "**❓ Why →** X[^k].\n\n[^k]: Somebody, *a* [T](https://e.org/t) ‘18.\n"
    )
    found = bring(desk, text.replace("title: T\n", "title: T\nslug: t\n"))
    assert exported(desk, found.issue) == text.replace("title: T\n", "title: T\nslug: t\n")
    with desk.library.edit("Change") as edit:
        edit.papers.override(edit.papers.find("k"), title="Mine")
    assert "[^k]: Somebody, [Mine](https://e.org/t)." in exported(desk, found.issue)


def test_a_paper_without_address_takes_that_of_its_reference(desk: Desk) -> None:
    bring(
        desk,
        FRONT
        + "### A Paper\n\nBy Jo Li.\n\n**❓ Why →** X[^k].\n\n[^k]: Li, [A paper](https://arxiv.org/abs/2203.00001).\n",
    )
    with desk.library.read() as reading:
        paper = reading.papers.get(reading.papers.find("2203.00001"))
        assert (paper.key, paper.title, paper.authors, paper.to_fetch) == ("k", "A Paper", ("Jo Li",), True)


def test_a_title_that_was_imported_is_plain(desk: Desk) -> None:
    bring(desk, FRONT + "### [Costs \\$x\\$ and \\\\alpha](https://arxiv.org/abs/2203.00001)\n")
    with desk.library.read() as reading:
        assert reading.papers.get(1).title == "Costs $x$ and \\alpha"
        assert reading.papers.get(1).to_fetch


def test_a_mention_is_a_work_that_is_known(desk: Desk) -> None:
    text = FRONT.replace("title: T\n", "title: T\nslug: t\n")
    text += "<!-- mention: https://arxiv.org/abs/2203.08543 -->\nAlso [One](https://arxiv.org/abs/2203.08543).\n\n"
    text += "<!-- mention: https://arxiv.org/pdf/2203.08544v1 -->\n\n<!-- mention -->\n"
    found = bring(desk, text)
    assert exported(desk, found.issue) == text
    assert found.added == 2
    with desk.library.read() as reading:
        paper = reading.papers.get(reading.papers.find("2203.08543"))
        assert (paper.title, paper.status, paper.to_fetch) == ("One", Status.KNOWN, True)
        assert reading.issues.get(found.issue).sections[0].entries[0].paper == paper.id


@pytest.mark.parametrize(
    "name", ["figures/../secret.png", "figures/..", "figures/a/b.png", "figures/gone.png", "figures/text.png"]
)
def test_a_picture_that_is_not_there_is_a_finding_and_its_line_stays(desk: Desk, name: str) -> None:
    folder = desk.library.path.parent
    (folder / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\n secret")
    (folder / "figures").mkdir()
    (folder / "figures" / "text.png").write_text("no picture")
    found = bring(desk, PAPER + f'**❓ Why →** a\n\n![alt]({name} "Source: me")\n\n*c*\n')
    with desk.library.read() as reading:
        paper = reading.papers.get(1)
        assert paper.why == f'a\n\n![alt]({name} "Source: me")\n\n*c*'
        assert paper.figures == ()
    assert name in said(found)


def test_a_link_out_of_the_folder_is_not_followed(desk: Desk) -> None:
    folder = desk.library.path.parent
    (folder / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\n secret")
    (folder / "figures").mkdir()
    (folder / "figures" / "way.png").symlink_to(folder / "secret.png")
    assert "way.png" in said(bring(desk, PAPER + "<!-- figures -->\n\n![](figures/way.png)\n"))


def test_a_picture_with_a_name_of_its_own_gets_that_of_its_bytes(desk: Desk) -> None:
    folder = desk.library.path.parent
    (folder / "figures").mkdir()
    (folder / "figures" / "plot.png").write_bytes(SMALL_ISSUE.pictures[PNG])
    cover = "title: T\ncover: {src: figures/plot.png, credit: me}\n"
    found = bring(desk, PAPER.replace("title: T\n", cover) + "**❓ Why →** a\n\n![alt](figures/plot.png)\n\n*c*\n")
    with desk.library.read() as reading:
        paper = reading.papers.get(1)
        assert (paper.why, paper.figures) == (f"a\n\n![]({PNG})", (Figure(PNG, "alt", "c"),))
    document = compose(desk.library, found.issue)
    assert document.cover is not None
    assert (document.cover.src, document.cover.credit) == (PNG, "me")


def test_a_cover_that_is_not_there_is_a_finding(desk: Desk) -> None:
    found = bring(desk, "---\ntitle: T\ncover: {src: figures/none.png, credit: me}\n---\n")
    assert "figures/none.png" in said(found)
    assert issue_of(desk, found.issue).cover is None


def test_a_paper_that_stands_twice_is_put_in_once_and_no_word_is_lost(desk: Desk) -> None:
    found = bring(
        desk, PAPER + "**❓ Why →** One.\n\n### [A](https://arxiv.org/pdf/2203.15556v2)\n\n**❓ Why →** Two.\n"
    )
    with desk.library.read() as reading:
        assert len(reading.issues.get(found.issue).sections[0].entries) == 1
        assert {one.text for one in reading.writeups.revisions(1, "why")} == {"One.", "Two."}
    assert "twice" in said(found)


def test_what_is_not_as_it_should_be_is_said_and_kept(desk: Desk) -> None:
    found = bring(
        desk,
        "---\ntitle: T\ndate: yesterday\n---\n## S\n\n- [a](mailto:x@y.z) — b\n- [c](foo.html)\n\n##\n\nWords.\n\n"
        "[^a]: X, [T](https://e.org/t), 2020.\n[^b]: Y, [T](https://e.org/t).\n",
    )
    issue = issue_of(desk, found.issue)
    assert [one.title for one in issue.sections] == ["S", "Untitled"]
    assert [one.text for one in issue.sections[0].entries] == ["[a](mailto:x@y.z) — b", "[c](foo.html)"]
    assert issue.date is None
    for part in ("yesterday", "mailto:x@y.z", "foo.html", "Untitled", "[^a], [^b] are one work", "cited nowhere"):
        assert part in said(found)


def test_a_file_without_front_matter_goes_by_its_name(desk: Desk) -> None:
    found = bring(desk, "Hello.\r\n\r\n## News\r\n\r\n- [a](https://e.org)\r\n")
    issue = issue_of(desk, found.issue)
    assert (issue.title, issue.sections[0].text, issue.sections[1].title) == ("brought", "Hello.", "News")


def test_what_is_no_issue_is_refused_and_changes_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    binary = tmp_path / "binary.md"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Unreadable, match="UTF-8"):
        import_issue(desk, binary, Progress())
    with pytest.raises(NotFound):
        import_issue(desk, tmp_path / "none.md", Progress())
    with pytest.raises(NotFound):
        import_issue(desk, tmp_path, Progress())
    link = tmp_path / "link.md"
    link.symlink_to(desk.library.path)
    with pytest.raises(Refused, match="library itself"):
        import_issue(desk, link, Progress())
    monkeypatch.setattr(earlier, "LARGEST", 2)
    with pytest.raises(Unreadable, match="MB"):
        import_issue(desk, binary, Progress())
    assert desk.library.steps() == []


def test_cancelled_before_it_writes_it_leaves_the_library_as_it_was(desk: Desk, tmp_path: Path) -> None:
    def stop(done: int, total: int | None, words: str) -> None:
        if done == 2:
            progress.cancel()

    progress = Progress(stop)
    with pytest.raises(Cancelled):
        import_issue(desk, put(tmp_path / "a", SMALL_ISSUE), progress)
    assert desk.library.steps() == []
