"""A write-up as a file gives back what was written, whatever that is."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.domain.errors import Unreadable
from curator.domain.mirrored import Mirrored
from curator.domain.texts import as_saved, digest, keepable
from curator.domain.writeups import Text
from curator.writing.mirrorform import as_file, from_file


def whole(words: str) -> Text:
    return Text(words, digest(words))


ONE = Mirrored(
    7,
    "hoffmann2022training",
    "Training *Compute-Optimal* Models",
    ("Jordan Hoffmann", "Sebastian Borgeaud"),
    "2203.15556",
    None,
    None,
    (("why", whole("Models had outgrown their data.")), ("insights", whole("- one\n- two\n\nAnd `three`."))),
)
EXPECTED = """---
key: "hoffmann2022training"
paper: 7
title: "Training *Compute-Optimal* Models"
authors: ["Jordan Hoffmann", "Sebastian Borgeaud"]
arxiv: "2203.15556"
doi: null
url: null
---

# Training \\*Compute-Optimal\\* Models

By Jordan Hoffmann and Sebastian Borgeaud.

## ❓ Why →

<!-- why {} -->

Models had outgrown their data.

<!-- end of why -->

## 💡 Key insights →

<!-- insights {} -->

- one
- two

And `three`.

<!-- end of insights -->
"""

PIECES = st.sampled_from(
    [
        "<!-- end of why -->",
        "<!-- end of insights -->",
        "---",
        "\n",
        "\n\n",
        "## ❓ Why →",
        " ",
        "a",
        "\u2028",
        "\\",
        "\t",
        "é",
        f"<!-- why {digest('a')} -->",
        f"<!-- insights {digest('')} -->",
    ]
)
LINES = st.lists(PIECES | st.text(max_size=5), max_size=20).map("".join)
TEXTS = LINES.map(as_saved)
NAMES = st.text(max_size=20).map(keepable)


def test_it_reads_as_a_person_would_write_it() -> None:
    sums = [text.sha for _, text in ONE.texts]
    assert as_file(ONE).decode() == EXPECTED.format(*sums)


@given(TEXTS, TEXTS, NAMES, st.lists(NAMES, max_size=3), st.none() | NAMES)
def test_any_texts_come_back_as_they_were(
    why: str | None, insights: str | None, title: str, authors: list[str], doi: str | None
) -> None:
    texts = tuple((name, whole(text)) for name, text in (("why", why), ("insights", insights)) if text is not None)
    one = replace(ONE, title=title, authors=tuple(authors), doi=doi, texts=texts)
    assert from_file(as_file(one)) == one


def test_a_text_that_was_changed_is_given_back_and_says_so() -> None:
    found = from_file(as_file(ONE).replace(b"outgrown", b"outrun"))
    assert found.texts[0] == ("why", Text("Models had outrun their data.", ONE.texts[0][1].sha, is_whole=False))
    assert found.texts[1] == ONE.texts[1]


def test_a_file_that_was_cut_gives_what_is_left() -> None:
    data = as_file(ONE)
    found = from_file(data[: data.index(b"- two")])
    assert [(name, text.text, text.is_whole) for name, text in found.texts] == [
        ("why", "Models had outgrown their data.", True),
        ("insights", "- one", False),
    ]


def test_line_ends_of_another_system_are_none_of_the_text() -> None:
    assert from_file(b"\xef\xbb\xbf" + as_file(ONE).replace(b"\n", b"\r\n")) == ONE


@given(st.binary(max_size=200) | st.binary(max_size=60).map(lambda data: as_file(ONE)[:90] + data))
def test_what_is_no_such_file_is_refused_in_a_sentence(data: bytes) -> None:
    try:
        from_file(data)
    except Unreadable as error:
        assert str(error).startswith("It is no file of a mirror")


@pytest.mark.parametrize("front", ["key: [", 'paper: "x"', "authors: 7", "title: null", "paper: " + "[" * 20_000])
def test_a_front_that_makes_no_sense_is_refused(front: str) -> None:
    name = front.partition(":")[0]
    lines = [front if line.startswith(f"{name}:") else line for line in as_file(ONE).decode().split("\n")]
    with pytest.raises(Unreadable):
        from_file("\n".join(lines).encode())


def test_many_places_where_a_text_could_end_cost_no_time() -> None:
    words = "<!-- end of why -->\n" * 50_000 + "end"
    began = time.perf_counter()
    assert from_file(as_file(replace(ONE, texts=(("why", whole(words)),)))).texts[0][1].text == words
    assert time.perf_counter() - began < 2
