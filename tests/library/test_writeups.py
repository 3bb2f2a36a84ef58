import hashlib

import pytest

from curator.domain.errors import NotFound
from curator.domain.papers import Status
from curator.domain.texts import digest
from curator.domain.writeups import Text
from curator.library.library import Library
from curator.library.merging import prepare
from tests.library.records import BERT, TRAINING


@pytest.fixture
def paper(library: Library) -> int:
    with library.edit("Add") as edit:
        return edit.merging.put_in([prepare(TRAINING)])[0].paper


def save(
    library: Library, paper: int, text: str | None, base: str | None, field: str = "why", origin: str = "typed"
) -> str | None:
    with library.edit("Edit") as edit:
        return edit.writeups.save(paper, field, text, base, origin).other


def text_of(library: Library, paper: int, field: str = "why") -> Text:
    with library.read() as reading:
        return reading.writeups.get(paper, field)


def revisions(library: Library, paper: int) -> list[tuple[str | None, str]]:
    with library.read() as reading:
        return [(one.text, one.origin) for one in reading.writeups.revisions(paper, "why")]


def status_of(library: Library, paper: int) -> Status:
    with library.read() as reading:
        return reading.papers.get(paper).status


def test_a_text_is_kept_with_its_own_hash(library: Library, paper: int) -> None:
    assert text_of(library, paper) == Text(None, "")
    save(library, paper, "\n\nWörds\r\nand more\n \n", "")
    kept = "Wörds\nand more"
    assert text_of(library, paper) == Text(kept, hashlib.sha256(kept.encode()).hexdigest())
    assert text_of(library, paper, "insights") == Text(None, "")
    with library.read() as reading:
        assert reading.papers.get(paper).why == kept


def test_saving_the_same_again_changes_nothing(library: Library, paper: int) -> None:
    save(library, paper, "Words", "")
    steps = len(library.steps())
    save(library, paper, "\nWords\n", "")
    assert len(library.steps()) == steps
    assert revisions(library, paper) == [("Words", "typed")]


def test_an_empty_text_is_none(library: Library, paper: int) -> None:
    save(library, paper, "Words", "")
    save(library, paper, " \n", digest("Words"))
    assert text_of(library, paper) == Text(None, "")
    assert revisions(library, paper) == [(None, "typed"), ("Words", "typed")]


def test_a_text_that_came_between_is_kept_too(library: Library, paper: int) -> None:
    save(library, paper, "First", "")
    save(library, paper, "Theirs", digest("First"))
    assert save(library, paper, "Mine", digest("First")) == "Theirs"
    assert text_of(library, paper).text == "Mine"
    assert revisions(library, paper)[:2] == [("Mine", "typed"), ("Theirs", "other")]


def test_no_conflict_where_nothing_is_lost(library: Library, paper: int) -> None:
    save(library, paper, "First", "")
    assert save(library, paper, "Second", digest("First")) is None
    assert save(library, paper, "Third", None) is None
    save(library, paper, None, digest("Third"))
    assert save(library, paper, "Fourth", digest("Third")) is None
    assert save(library, paper, "Fourth", digest("Something")) is None


def test_one_fields_text_meets_no_conflict_in_the_other(library: Library, paper: int) -> None:
    save(library, paper, "Why", "")
    assert save(library, paper, "Insights", "", field="insights") is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Status.INBOX, Status.DRAFTING),
        (Status.KNOWN, Status.DRAFTING),
        (Status.DISMISSED, Status.DRAFTING),
        (Status.SHORTLISTED, Status.DRAFTING),
        (Status.DRAFTING, Status.DRAFTING),
        (Status.READY, Status.READY),
        (Status.PUBLISHED, Status.PUBLISHED),
    ],
)
def test_first_words_make_a_paper_drafting(library: Library, paper: int, before: Status, after: Status) -> None:
    with library.edit("Decide") as edit:
        edit.papers.decide([paper], before)
    save(library, paper, "", "")
    assert status_of(library, paper) is before
    save(library, paper, "Words", "")
    assert status_of(library, paper) is after


def test_later_words_leave_the_status_as_the_editor_set_it(library: Library, paper: int) -> None:
    save(library, paper, "Words", "")
    with library.edit("Decide") as edit:
        edit.papers.decide([paper], Status.SHORTLISTED)
    save(library, paper, "More words", digest("Words"))
    save(library, paper, "Insights", "", field="insights")
    assert status_of(library, paper) is Status.SHORTLISTED


def test_of_a_minute_of_typing_the_last_text_is_kept(library: Library, paper: int) -> None:
    base = ""
    for words in ("a", "ab", "abc"):
        save(library, paper, words, base)
        base = digest(words)
    assert revisions(library, paper) == [("abc", "typed")]
    with library.read() as reading:
        first = reading.writeups.revisions(paper, "why")[0].at
    while True:
        save(library, paper, base + "x", base)
        base = digest(base + "x")
        with library.read() as reading:
            found = reading.writeups.revisions(paper, "why")
        if found[0].at.minute != first.minute:
            break
    assert len(found) == 2 and {one.at.minute for one in found} == {first.minute, found[0].at.minute}


def test_a_text_that_lost_half_does_not_take_the_place_of_the_whole(library: Library, paper: int) -> None:
    save(library, paper, "Many words that took long to write", "")
    save(library, paper, "M", digest("Many words that took long to write"))
    assert revisions(library, paper) == [("M", "typed"), ("Many words that took long to write", "typed")]


def test_what_was_imported_is_not_typed_over(library: Library, paper: int) -> None:
    save(library, paper, "Imported", None, origin="imported")
    save(library, paper, "Imported, and typed", digest("Imported"))
    assert revisions(library, paper) == [("Imported, and typed", "typed"), ("Imported", "imported")]


def test_a_revision_can_be_noted_beside_the_text(library: Library, paper: int) -> None:
    save(library, paper, "Mine", "")
    with library.edit("Import") as edit:
        edit.writeups.note(paper, "why", "Imported", "imported")
    assert text_of(library, paper).text == "Mine"
    assert revisions(library, paper)[0] == ("Imported", "imported")


def test_taking_back_a_text_brings_back_the_one_before_with_its_revision(library: Library, paper: int) -> None:
    save(library, paper, "First", "")
    save(library, paper, "Second, and it is longer", digest("First"), origin="imported")
    library.undo(library.steps()[0].id)
    assert text_of(library, paper) == Text("First", digest("First"))
    assert ("First", "undo") in revisions(library, paper)
    library.undo(library.steps()[0].id)
    assert text_of(library, paper).text == "Second, and it is longer"


def test_a_text_for_a_paper_that_is_gone_is_refused(library: Library, paper: int) -> None:
    with pytest.raises(NotFound, match="no paper 99"):
        save(library, 99, "Words", "")
    with pytest.raises(NotFound, match="field"):
        save(library, paper, "Words", "", field="title")


def test_a_text_that_was_changed_behind_our_back_is_found(library: Library, paper: int) -> None:
    with library.edit("Add") as edit:
        other = edit.merging.put_in([prepare(BERT)])[0].paper
    save(library, paper, "Words", "")
    save(library, other, "Words", "")
    with library.edit("Break") as edit:
        edit.c.exec_driver_sql("update writeup set text = 'Wards' where paper = ?", (other,))
    with library.read() as reading:
        assert not reading.writeups.get(other, "why").is_whole
        assert reading.writeups.get(paper, "why").is_whole and reading.writeups.get(paper, "insights").is_whole
        assert reading.writeups.revisions(other, "why")[0].text == "Words"


def test_a_rescued_text_is_a_revision_once_and_leaves_the_text(library: Library, paper: int) -> None:
    save(library, paper, "Words", "")
    for _ in range(2):
        with library.edit("Keep a rescued text") as edit:
            edit.writeups.rescue(paper, "why", "\nRescued\n")
    assert revisions(library, paper) == [("Rescued", "rescued"), ("Words", "typed")]
    assert text_of(library, paper).text == "Words"
    with pytest.raises(NotFound), library.edit("Keep a rescued text") as edit:
        edit.writeups.rescue(paper + 1, "why", "Rescued")


def test_a_text_that_met_anothers_stays_a_revision_when_the_others_is_taken_in_the_same_minute(
    library: Library, paper: int
) -> None:
    save(library, paper, "Their words", "", origin="imported")
    assert save(library, paper, "Words of mine", "") == "Their words"
    save(library, paper, "Their words", digest("Words of mine"))
    save(library, paper, "Their words, and on", digest("Their words"))
    kept = [text for text, _ in revisions(library, paper)]
    assert kept[0] == "Their words, and on" and "Words of mine" in kept and "Their words" in kept
