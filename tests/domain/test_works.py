import itertools
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.domain.works import ARXIV, Work, are_one, contradict, folded, key_base, keys, meet, naming_word

BASE = Work(
    "A title that is long enough to tell",
    readable="A title that is long enough to tell",
    folded="atitlethatislongenoughtotell",
    first="hoffmann",
)


@pytest.mark.parametrize(
    ("authors", "year", "title", "key"),
    [
        (["Jordan Hoffmann", "Sebastian Borgeaud"], 2022, "Training Compute-Optimal Models", "hoffmann2022training"),
        (["Łukasz Müller-Straße"], 2017, "The Annotated Attention", "mullerstrae2017annotated"),
        (["ATLAS Collaboration"], 2012, "Observation of a New Particle", "atlas2012observation"),
        (["The ATLAS Collaboration"], 2012, "On the Observation", "atlas2012observation"),
        (["Hoffmann, Jordan"], None, "Towards an End", "hoffmannndend"),
        (["Ada King Jr."], 1843, "¿Qué?", "king1843que"),
        ([], None, "", "workndwork"),
        (["王"], 2020, "深度学习", "work2020work"),
        (["O'Brien"], 2020, "GPT-4 is here", "obrien2020gpt4"),
        (["A B"], 2020, "Of the and with", "b2020work"),
        ([" ", "A B"], 2020, "x", "b2020x"),
    ],
)
def test_a_key_is_made_of_author_year_and_title(authors: list[str], year: int | None, title: str, key: str) -> None:
    assert key_base(naming_word(authors), year, title) == key


def test_a_taken_key_gets_a_letter_then_two() -> None:
    made = list(itertools.islice(keys("k"), 60))
    assert made[:3] == ["k", "kb", "kc"] and made[25:29] == ["kz", "kaa", "kab", "kac"]
    assert len(set(made)) == 60


@given(st.lists(st.text()), st.none() | st.integers(0, 9999), st.text())
def test_any_work_has_a_key_of_plain_letters_and_digits(authors: list[str], year: int | None, title: str) -> None:
    key = key_base(naming_word(authors), year, title)
    assert key.isascii() and key.isalnum() and key == key.lower()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Training Compute-Optimal Models", "TRAINING  compute optimal models."),
        ("β-VAE: Überblick", "Beta-VAE uberblick"),
        ("Straße", "STRASSE"),
        ("x² and ﬁne", "X2 and fine"),
        ("深度学习：一", "深度学习 一"),
    ],
)
def test_titles_that_a_reader_takes_for_one_fold_to_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("第1章", "第1节"), ("?", "!"), ("GPT 2", "GPT 3")])
def test_different_titles_fold_differently(one: str, other: str) -> None:
    assert folded(one) != folded(other) != ""


def test_a_first_author_is_told_by_the_last_name() -> None:
    assert folded(naming_word(["J. Hoffmann"])) == folded(naming_word(["Jordan HOFFMANN", "B"])) == "hoffmann"
    assert naming_word([]) == naming_word([" "]) == folded("") == ""


def test_one_identifier_or_title_and_first_author_make_one_work() -> None:
    assert are_one(replace(BASE, arxiv="2203.15556"), replace(BASE, folded="x", arxiv="2203.15556"))
    assert are_one(replace(BASE, doi="10.1000/ab"), replace(BASE, folded="x", doi="10.1000/ab"))
    assert are_one(replace(BASE, url="https://a.org/1"), replace(BASE, folded="x", url="https://a.org/1"))
    assert are_one(BASE, BASE)
    assert not are_one(BASE, replace(BASE, first="king"))
    assert not are_one(replace(BASE, folded=None), replace(BASE, folded=None))


def test_two_arxiv_ids_are_two_works_but_for_one_that_was_sent_in_twice() -> None:
    one, other = (
        replace(BASE, arxiv="2203.15556", doi="10.1000/ab"),
        replace(BASE, arxiv="2203.15557", doi="10.1000/ab"),
    )
    assert are_one(one, other)
    short = "erratum"
    assert contradict(replace(one, folded=short), replace(other, folded=short))
    assert not are_one(replace(one, folded=short), replace(other, folded=short))
    assert not are_one(one, replace(other, first="king"))


def test_arxivs_word_stands_and_a_file_fills_what_is_absent() -> None:
    said = replace(BASE, source=ARXIV, arxiv="2203.15556", version=1, abstract="arXiv's", updated=date(2022, 3, 29))
    file = replace(
        BASE, title="Other", readable="Other", abstract="file's", comment="10 pages", doi="10.1000/ab", source="jsonl"
    )
    both = meet(said, file)
    assert (both.title, both.abstract, both.comment, both.doi) == (BASE.title, "arXiv's", "10 pages", "10.1000/ab")
    assert both == meet(file, said)


def test_a_newer_version_is_noted_and_not_taken() -> None:
    said = replace(BASE, source=ARXIV, arxiv="2203.15556", version=1, abstract="first", updated=date(2022, 3, 29))
    third = replace(said, version=3, abstract="third", updated=date(2022, 5, 1))
    both = meet(said, third)
    assert (both.version, both.newer, both.abstract, both.updated) == (1, 3, "first", date(2022, 3, 29))
    assert meet(both, replace(said, version=2)).newer == 3
    assert meet(third, said).newer is None and meet(third, said).version == 3


def test_a_version_that_someone_only_asked_for_is_not_heard_of() -> None:
    said = replace(BASE, source=ARXIV, arxiv="2203.15556", version=1)
    asked = Work("2203.15556v9", readable="2203.15556v9", folded=None, arxiv="2203.15556", version=9, to_fetch=True)
    assert meet(said, asked) == said
    assert meet(replace(said, source="jsonl", version=None), asked).version is None


def test_what_waits_is_completed_by_an_answer() -> None:
    asked = Work(
        "2203.15556v2", readable="2203.15556v2", folded=None, arxiv="2203.15556", version=2, plain=True, to_fetch=True
    )
    said = replace(BASE, source=ARXIV, arxiv="2203.15556", version=4, updated=date(2022, 5, 1), authors=("A B",))
    both = meet(asked, said)
    assert both == said and not both.to_fetch


def record(which: str) -> st.SearchStrategy[Work]:
    texts = st.sampled_from(["", f"{which}1", f"{which}2"])
    return st.builds(
        Work,
        title=texts,
        readable=texts,
        folded=st.sampled_from([None, "one", "two"]),
        first=st.sampled_from(["", "king"]),
        authors=st.sampled_from([(), ("Ada King",)]),
        abstract=texts,
        comment=st.sampled_from([None, "c1", "c2"]),
        published=st.sampled_from([None, date(2022, 1, 1), date(2022, 2, 1)]),
        updated=st.sampled_from([None, date(2022, 3, 1), date(2022, 4, 1)]),
        arxiv=st.sampled_from([None, "2203.15556"]),
        version=st.sampled_from([None, 1, 2, 3]),
        doi=st.sampled_from([None, "10.1000/ab", "10.1000/cd"]),
        source=st.sampled_from(["", "jsonl", ARXIV]),
        to_fetch=st.booleans(),
    )


@given(record("a"), st.lists(record("b"), max_size=4))
def test_meeting_again_changes_nothing(held: Work, arriving: list[Work]) -> None:
    for one in arriving:
        held = meet(held, one)
    once = held
    for one in arriving:
        held = meet(held, one)
    twice = held
    for one in arriving:
        held = meet(held, one)
    assert held == twice
    if len(arriving) == 1:
        assert twice == once
