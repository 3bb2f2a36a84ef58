"""A row of the findings says what is amiss, however long the title is."""

import pytest
from PySide6.QtGui import QFontMetrics

from curator.desktop.outline.findings import fitted
from curator.desktop.theme import Look

LONG = "Do As I Can, Not As I Say: Grounding Language in Robotic Affordances"
REMEDY = "Say why a reader should care, or take the paper out."


@pytest.fixture
def metrics(look: Look) -> list[QFontMetrics]:
    return [QFontMetrics(look.theme.font(0.92, weight)) for weight in (400, 600, 400)]


@pytest.mark.parametrize("room", [240, 180, 150])
def test_a_long_title_is_cut_before_the_verdict(metrics: list[QFontMetrics], room: int) -> None:
    before, name, after = fitted(f"“{LONG}” has no Why. {REMEDY}", metrics, room)
    assert (before, after) == ("", " has no Why")
    assert name.startswith("Do As") and name.endswith("…")
    wide = sum(one.horizontalAdvance(words) for one, words in zip(metrics, (before, name, after), strict=True))
    assert wide <= room


def test_a_title_that_fits_is_whole_and_may_hold_quotation_marks_and_stops(metrics: list[QFontMetrics]) -> None:
    assert fitted(f"“Kubric” has no Why. {REMEDY}", metrics, 400) == ("", "Kubric", " has no Why")
    title = "What. “Why.” And how"
    assert fitted(f"“{title}” has no Why. {REMEDY}", metrics, 900) == ("", title, " has no Why")


def test_a_citation_without_work_names_its_key(metrics: list[QFontMetrics]) -> None:
    message = f"Why of “{LONG}” cites [@brown2020], and no work in the library has this key. Add the work."
    before, name, after = fitted(message, metrics, 240)
    assert before == "Why of " and name.startswith("Do As")
    assert after.startswith(" cites [@brown2020]")


def test_a_finding_without_a_name_is_cut_at_its_end(metrics: list[QFontMetrics]) -> None:
    words = fitted("The lead cites [@brown2020], and no work in the library has this key. Add it.", metrics, 160)
    assert words[:2] == ("", "") and words[2].startswith("The lead cites") and words[2].endswith("…")
