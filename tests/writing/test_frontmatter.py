"""Front matter is YAML that every reader reads alike, and comes back as it was."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.domain.issues import Cover
from curator.domain.texts import as_line, as_saved
from curator.writing import frontmatter
from curator.writing.frontmatter import FrontMatter

HARD = "ab :#-?,[]{}&*!|>'\"%@`\\~=<\n\t \u2028\x85\ufeff\x0b\x0c\xa00123456789.eExoyYnN_+/📰"
hard = st.text(alphabet=st.one_of(st.sampled_from(HARD), st.characters(exclude_categories=["Cs"])), max_size=12)
lines = hard.map(as_line)
full = lines.filter(bool)


@settings(max_examples=300, deadline=None)
@given(
    st.builds(
        FrontMatter,
        title=lines,
        edition=lines,
        date=st.none() | st.just("2022-04-06") | full,
        slug=lines,
        lead=hard.map(as_saved),
        authors=st.lists(full, max_size=3).map(tuple),
        tags=st.lists(full, max_size=3).map(tuple),
        cover=st.none() | st.builds(Cover, full, lines, lines, lines),
    )
)
def test_front_matter_comes_back_one_line_a_key(front: FrontMatter) -> None:
    first, *inside, last = frontmatter.write(front).split("\n")
    assert first == last == "---"
    assert all(line.split(":")[0] in FrontMatter.__slots__ for line in inside)
    assert frontmatter.read(inside) == (front, ())
    others = yaml.safe_load("\n".join(inside)) or {}
    assert (others.get("title"), others.get("lead"), others.get("authors", [])) == (
        front.title,
        front.lead,
        list(front.authors),
    )


@pytest.mark.parametrize(
    ("title", "stands"),
    [
        ("Trends in AI", "Trends in AI"),
        ("Trends & *AI* | 📰", "Trends & *AI* | 📰"),
        ("it's (a, b) [c] {d}", "it's (a, b) [c] {d}"),
        ("https://e.org/?a=b#c", "https://e.org/?a=b#c"),
        ("A: b", '"A: b"'),
        ("A #1", '"A #1"'),
        ("A:", '"A:"'),
        ("*a", '"*a"'),
        ("- a", '"- a"'),
        ("-a", "-a"),
        ("[a]", '"[a]"'),
        ('"a"', '"\\"a\\""'),
        ('a "b" \\ c', 'a "b" \\ c'),
        ('a: "b" \\ c', '"a: \\"b\\" \\\\ c"'),
        ("no", '"no"'),
        ("2022", '"2022"'),
        ("1e3", '"1e3"'),
        ("0o7", '"0o7"'),
        ("2022-04-06", '"2022-04-06"'),
        ("null", '"null"'),
        ("~", '"~"'),
        ("a\u2028b", '"a\\u2028b"'),
    ],
)
def test_a_text_is_quoted_where_yaml_needs_it_and_nowhere_else(title: str, stands: str) -> None:
    assert frontmatter.write(FrontMatter(title=title)) == f"---\ntitle: {stands}\n---"


def test_only_what_is_set_stands_there_in_this_order() -> None:
    front = FrontMatter(
        "T", "E", "2022-04-06", "s", "a\nb", ("A, B", "C"), ("t",), Cover("figures/x.png", "a", None, "b: c")
    )
    assert frontmatter.write(front).split("\n")[1:-1] == [
        *(
            "title: T",
            "edition: E",
            "date: 2022-04-06",
            "slug: s",
            'lead: "a\\nb"',
            'authors: ["A, B", C]',
            "tags: [t]",
        ),
        'cover: {src: figures/x.png, alt: a, credit: "b: c"}',
    ]


def test_dates_and_numbers_that_a_hand_wrote_are_text() -> None:
    front, faults = frontmatter.read(
        ["title: 2022", "date: 2022-04-06", "edition: yes", "tags:", "  - a", "  - 1", "authors: Jo"]
    )
    assert front == FrontMatter("2022", "yes", "2022-04-06", tags=("a", "1"), authors=("Jo",))
    assert faults == ()


def test_long_texts_of_yaml_are_read() -> None:
    front, _ = frontmatter.read(["lead: |", "  one", "", "  two", "title: >-", "  a", "  b"])
    assert (front.lead, front.title) == ("one\n\ntwo", "a b")


@pytest.mark.parametrize(
    ("lines_", "title", "fault"),
    [
        (["title: A: b", "layout: post"], "A: b", "no YAML"),
        (["title: T", "layout: post"], "T", "“layout”"),
        (["title: T", "cover: {alt: x}"], "T", "“cover”"),
        (["title: T", "edition: [a]"], "T", "“edition”"),
        (["title: T", "tags: [a, [b]]"], "T", "“tags”"),
        (["- a"], None, "no YAML"),
        (["title: T", "x: " + "[" * 5000], "T", "no YAML"),
        (["title: T", "lead: " + "x" * 300_000], "T", "no YAML"),
        (["a: &a [x, x]", "b: &b [*a, *a]", "title: T"], "T", "“a”"),
    ],
)
def test_what_can_not_be_read_is_said(lines_: list[str], title: str | None, fault: str) -> None:
    front, faults = frontmatter.read(lines_)
    assert front.title == title
    assert fault in "\n".join(faults)
