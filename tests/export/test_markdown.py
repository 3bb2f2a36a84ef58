"""The Markdown of an issue, byte for byte."""

from dataclasses import replace
from pathlib import Path

import pytest

from curator.domain.document import DocumentEntry, DocumentSection, FieldText, IssueDocument
from curator.domain.issues import Kind
from curator.domain.papers import Figure
from curator.domain.writeups import WHY
from curator.export.markdown import MARKDOWN, made_definition, render
from tests.export.smallissue import PICTURES, PLAIN, PNG, SMALL_ISSUE

EXPECTED = Path(__file__).parent.parent / "expected" / "small-issue.md"


def written(*entries: DocumentEntry, text: str | None = None, numbers: tuple[str, ...] = ()) -> str:
    """What stands between the front matter and the end of an issue with these entries."""
    document = replace(
        SMALL_ISSUE,
        sections=(DocumentSection(1, "S", text, entries),),
        references=(),
        numbers=dict.fromkeys(numbers, 1),
    )
    return render(document).text.decode().split("\n---\n## S\n", 1)[1].strip("\n")


def paper(text: str, *figures: Figure) -> DocumentEntry:
    return replace(PLAIN, title="T", fields=(FieldText(WHY.name, WHY.label, text),), figures=figures)


def field(text: str, *figures: Figure, numbers: tuple[str, ...] = ()) -> str:
    return written(paper(text, *figures), numbers=numbers).removeprefix("### T\n\n")


def test_the_whole_form_is_that_of_the_expected_file() -> None:
    """To make it anew: `python -m tests.export.smallissue > tests/expected/small-issue.md`, and read the difference."""
    assert render(SMALL_ISSUE).text.decode() == EXPECTED.read_text("utf-8")


def test_only_figures_that_are_used_stand_beside_it() -> None:
    assert [file.name for file in render(SMALL_ISSUE).files] == list(PICTURES)
    without = replace(SMALL_ISSUE, sections=(), cover=None)
    assert render(without).files == ()


def test_an_issue_of_front_matter_alone_ends_with_one_newline() -> None:
    bare = IssueDocument(1, "t", "T", None, None, None, None, (), (), (), (), {}, (), 0, {})
    assert render(bare).text == b"---\ntitle: T\nslug: t\n---\n"


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("words", "**❓ Why →** words"),
        ("  words", "**❓ Why →**   words"),
        ("- a list", "**❓ Why →**\n\n- a list"),
        ("    code", "**❓ Why →**\n\n    code"),
        ("| a |\n| - |", "**❓ Why →**\n\n| a |\n| - |"),
        ("$$\nx\n$$", "**❓ Why →**\n\n$$\nx\n$$"),
        ("<b>x</b> is inline", "**❓ Why →** <b>x</b> is inline"),
        ("<div>", "**❓ Why →**\n\n<div>"),
        ("[l]: /u\n\nwords", "**❓ Why →** [l]: /u\n\nwords"),
        ("[l]: /u", "**❓ Why →**\n\n[l]: /u"),
        ("Setext\n---", "**❓ Why →**\n\nSetext\n---"),
        ("####  four", "**❓ Why →**\n\n####  four"),
        ("a\n   ## b", "**❓ Why →**\n\n<!-- as typed -->\na\n   ## b\n<!-- /as typed -->"),
        ("a\n    ## b", "**❓ Why →** a\n    ## b"),
        ("a\n##", "**❓ Why →**\n\n<!-- as typed -->\na\n##\n<!-- /as typed -->"),
        ("a\n#tag", "**❓ Why →** a\n#tag"),
        ("a\n **❓ Why →**", "**❓ Why →** a\n **❓ Why →**"),
        (
            "a\n<!-- /as typed -->",
            "**❓ Why →**\n\n<!-- as typed 2 -->\na\n<!-- /as typed -->\n<!-- /as typed 2 -->",
        ),
        ("a\n[^x]: y", "**❓ Why →**\n\n<!-- as typed -->\na\n[^x]: y\n<!-- /as typed -->"),
        (
            "a\n<!-- /as typed -->\n<!-- /as typed 2 -->",
            "**❓ Why →**\n\n<!-- as typed 3 -->\na\n<!-- /as typed -->\n<!-- /as typed 2 -->\n<!-- /as typed 3 -->",
        ),
    ],
)
def test_a_label_runs_in_with_a_paragraph_and_with_nothing_else(text: str, stands: str) -> None:
    assert field(text) == stands


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("x [@a].", "x [^a]."),
        ("x [@a; @b].", "x [^a][^b]."),
        ("[@a][@b]", "[^a]<!-- -->[^b]"),
        ("[@a]<!-- --><!-- -->[@b]", "[^a]<!-- --><!-- --><!-- -->[^b]"),
        ("[@a] [@b]", "[^a] [^b]"),
        (r"\[@a] \\[@a]", r"\[@a] \\[@a]"),
        ("[@a;@b] [@a; @nobody] [@ a]", "[@a;@b] [@a; @nobody] [@ a]"),
        (r"[^a] \[^a] [^nobody]", r"\[^a] \\[^a] [^nobody]"),
        ("`[@a]`", "`[^a]`"),
    ],
)
def test_citations_become_notes_and_typed_notes_stay_text(text: str, stands: str) -> None:
    assert field(text, numbers=("a", "b")) == f"**❓ Why →** {stands}"


@pytest.mark.parametrize(
    ("text", "figure", "stands"),
    [
        (f"a\n![]({PNG})", Figure(PNG), f"**❓ Why →** a\n![]({PNG})"),
        (f"![]({PNG})", Figure(PNG, "x"), f"**❓ Why →**\n\n![x]({PNG})"),
        (
            f"a\n\n![]({PNG})\n\nb",
            Figure(PNG, "x", "c", 's "q"'),
            f'**❓ Why →** a\n\n![x]({PNG} "Source: s \\"q\\"")\n\n*c*\n\nb',
        ),
        (f"a\n\n![]({PNG})\n\n*b*", Figure(PNG), f"**❓ Why →** a\n\n![]({PNG})\n\n<!-- no caption -->\n\n*b*"),
        (f"a\n\n![]({PNG})\n\n*", Figure(PNG), f"**❓ Why →** a\n\n![]({PNG})\n\n*"),
        (f"a\n\\\\![z]({PNG})", Figure(PNG), f"**❓ Why →** a\n\\\\\\![z]({PNG})"),
        ("a\n![](figures/none.png)", Figure(PNG), "**❓ Why →** a\n\\![](figures/none.png)"),
    ],
)
def test_figures_stand_where_a_line_places_them(text: str, figure: Figure, stands: str) -> None:
    assert field(text, figure) == stands


def test_a_link_list_is_marked_unless_it_follows_its_heading() -> None:
    link = DocumentEntry(1, Kind.LINK, title="[x]", address="https://e.org", text="y [@a]")
    text = DocumentEntry(2, Kind.TEXT, text="- [not](https://e.org) a link entry")
    assert (
        written(link, link, numbers=("a",)) == r"- [\[x\]](https://e.org) — y [^a]"
        "\n"
        r"- [\[x\]](https://e.org) — y [^a]"
    )
    assert written(link, text="Words").startswith("Words\n\n<!-- link -->\n- [")
    assert written(text, link).startswith("<!-- text -->\n- [not](https://e.org) a link entry\n\n<!-- link -->\n- [")
    assert written(text="- [x") == "<!-- as typed -->\n- [x\n<!-- /as typed -->"


def test_a_mention_names_its_address_in_a_comment_that_ends_where_it_should() -> None:
    assert (
        written(DocumentEntry(1, Kind.MENTION, address="https://e.org/--->", text="m"))
        == "<!-- mention: https://e.org/-%2D-%3E -->\nm"
    )
    assert (
        written(DocumentEntry(1, Kind.MENTION, text="## m"))
        == "<!-- mention -->\n<!-- as typed -->\n## m\n<!-- /as typed -->"
    )


def test_plain_text_is_escaped_where_markdown_would_read_it() -> None:
    one = replace(PLAIN, title=' a\r\nb\\`*_[]<>#&$"~|!^ -+=1. ', byline="1) one", fields=())
    assert written(one) == '### a b\\\\\\`\\*\\_\\[\\]\\<\\>\\#\\&\\$\\"\\~\\|\\!\\^ -+=1.\n\n1\\) one'
    assert written(replace(one, byline="- x", title="T")).endswith("\n\n\\- x")


def test_a_reference_names_four_at_most_or_three_and_others() -> None:
    few, many = SMALL_ISSUE.references
    assert made_definition(few) == "Kaplan, McCandlish, Scaling Laws, 2020."
    assert (
        made_definition(many) == "Devlin, Chang, Lee, et al., [BERT: Pre-training](https://arxiv.org/abs/1810.04805)."
    )
    assert made_definition(replace(many, authors=many.authors[:4], year=2018)).startswith(
        "Devlin, Chang, Lee, Toutanova, ["
    )
    assert made_definition(replace(few, authors=())) == "Scaling Laws, 2020."


def test_it_is_a_format() -> None:
    assert (MARKDOWN.name, MARKDOWN.suffix) == ("markdown", ".md")
