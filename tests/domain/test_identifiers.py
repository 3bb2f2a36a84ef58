"""What texts and addresses name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.domain.identifiers import Identifier, Kind, almost, clean_address, encode_address, find, parse


def arxiv(name: str, version: int | None = None) -> Identifier:
    return Identifier(Kind.ARXIV, name, version)


def doi(name: str) -> Identifier:
    return Identifier(Kind.DOI, name)


def url(name: str) -> Identifier:
    return Identifier(Kind.URL, name)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("2203.15556", arxiv("2203.15556")),
        ("  2203.15556v1\n", arxiv("2203.15556", 1)),
        ("2203.15556V12", arxiv("2203.15556", 12)),
        ("arXiv:2203.15556", arxiv("2203.15556")),
        ("ARXIV: 2203.15556v3 [cs.CL]", arxiv("2203.15556", 3)),
        ("arXiv.2203.15556", arxiv("2203.15556")),
        ("[2203.15556]", arxiv("2203.15556")),
        ("2203.15556v2.pdf", arxiv("2203.15556", 2)),
        ("２２０３.１５５５６", arxiv("2203.15556")),
        ("２２０３．１５５５６", arxiv("2203.15556")),
        ("22\u200b03.155\ufeff56", arxiv("2203.15556")),
        ("0704.0001", arxiv("0704.0001")),
        ("1412.9999", arxiv("1412.9999")),
        ("1501.00001", arxiv("1501.00001")),
        ("hep-th/9901001", arxiv("hep-th/9901001")),
        ("arXiv:hep-th/9901001v2", arxiv("hep-th/9901001", 2)),
        ("math.GT/0309136", arxiv("math/0309136")),
        ("math/0309136", arxiv("math/0309136")),
        ("cond-mat.str-el/0309136v1", arxiv("cond-mat/0309136", 1)),
        ("Hep-Th/9901001", arxiv("hep-th/9901001")),
        ("https://arxiv.org/abs/2203.15556", arxiv("2203.15556")),
        ("http://arxiv.org/abs/2203.15556v1", arxiv("2203.15556", 1)),
        ("arxiv.org/abs/2203.15556", arxiv("2203.15556")),
        ("https://www.arxiv.org/pdf/2203.15556v2.pdf", arxiv("2203.15556", 2)),
        ("https://arxiv.org/pdf/2203.15556.pdf", arxiv("2203.15556")),
        ("https://arxiv.org/html/2203.15556v1#S2.SS1", arxiv("2203.15556", 1)),
        ("https://ar5iv.labs.arxiv.org/html/2203.15556", arxiv("2203.15556")),
        ("https://export.arxiv.org/abs/hep-th/9901001v1", arxiv("hep-th/9901001", 1)),
        ("https://arxiv.org/abs/math.GT%2F0309136", arxiv("math/0309136")),
        ("HTTPS://ARXIV.ORG/ABS/2203.15556?context=cs.LG", arxiv("2203.15556")),
        ("<https://arxiv.org/abs/2203.15556>", arxiv("2203.15556")),
        ("https://huggingface.co/papers/2203.15556", arxiv("2203.15556")),
        ("https://www.semanticscholar.org/arxiv/2203.15556", arxiv("2203.15556")),
        ("https://example.org/arXiv:2203.15556v3", arxiv("2203.15556", 3)),
        ("10.48550/arXiv.2203.15556", arxiv("2203.15556")),
        ("https://doi.org/10.48550/arXiv.2203.15556", arxiv("2203.15556")),
        ("doi:10.48550/ARXIV.HEP-TH/9901001", arxiv("hep-th/9901001")),
        ("10.1145/3442188.3445922", doi("10.1145/3442188.3445922")),
        ("doi: 10.1109/ICSTW55395.2022.00035.", doi("10.1109/icstw55395.2022.00035")),
        ("１０.1145/3442188", doi("10.1145/3442188")),
        ("https://doi.org/10.1016/S0140-6736(20)30183-5", doi("10.1016/s0140-6736(20)30183-5")),
        ("(10.1016/S0140-6736(20)30183-5)", doi("10.1016/s0140-6736(20)30183-5")),
        ("https://dx.doi.org/10.1145/3442188.3445922?x=1#top", doi("10.1145/3442188.3445922")),
        ("https://dl.acm.org/doi/abs/10.1145/3442188.3445922", doi("10.1145/3442188.3445922")),
        ("https://link.springer.com/content/pdf/10.1007/s11263-015-0816-y.pdf", doi("10.1007/s11263-015-0816-y")),
        ("https://www.frontiersin.org/articles/10.3389/fnins.2020.00001/full", doi("10.3389/fnins.2020.00001")),
        ("https://www.biorxiv.org/content/10.1101/2020.01.30.927871v2.full", doi("10.1101/2020.01.30.927871")),
        ("https://example.org/cite?doi=10.1145%2F3442188&format=bib", doi("10.1145/3442188")),
        (
            "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
            doi("10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o"),
        ),
        ("10.1145/ab", doi("10.1145/ab")),
        ("https://example.org/a_(b)", url("https://example.org/a_(b)")),
        ("https://example.org/a\\b", url("https://example.org/a%5Cb")),
        ("https://example.org/2203.15556", url("https://example.org/2203.15556")),
        ("https://arxiv.org.example.org/abs/2203.15556", url("https://arxiv.org.example.org/abs/2203.15556")),
        ("https://arxiv.org@example.org/abs/2203.15556", url("https://arxiv.org@example.org/abs/2203.15556")),
        ("https://arxiv.org/list/cs.CL/recent", url("https://arxiv.org/list/cs.CL/recent")),
    ],
)
def test_a_text_that_is_one_name(text: str, named: Identifier) -> None:
    assert find(text) == (named,)
    assert parse(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nothing at all",
        "2213.15556",
        "2200.15556",
        "2203.1555",
        "1412.12345",
        "1501.1234",
        "1501.00000",
        "0704.0000",
        "12203.15556",
        "2203.155567",
        "1.2203.15556",
        "2203.15556.1",
        "2203.15556v1.5",
        "192.2203.15556.12",
        "hep-th/9913001",
        "hep-th/9901000",
        "hep-th/99010011",
        "xhep-th/9901001",
        "nohep-th/9901001",
        "general/9901001",
        "10.1145/",
        "10.1145/a",
        "10.1145/a.",
        "10.123/abc",
        "10.1234567890/abc",
        "110.1145/abc",
        "https://",
        "https:///path",
        "https://.",
        "http://[::1",
        "http://example.org:port/",
        "ftp://example.org/file",
        "mailto:someone@example.org",
    ],
)
def test_a_text_that_names_nothing(text: str) -> None:
    assert find(text) == ()
    assert parse(text) is None


def test_a_paragraph_names_each_work_once_in_order() -> None:
    text = (
        'See [Chinchilla](https://arxiv.org/abs/2203.15556v1 "the paper"), again as 2203.15556, (arXiv:1810.04805), '
        "**10.1145/3442188.3445922**, <https://example.org/news>; and hep-th/9901001.\n"
        "Also 10.48550/arXiv.1810.04805,2201.11903,https://example.org/a,https://example.org/b."
    )
    assert find(text) == (
        arxiv("2203.15556", 1),
        arxiv("1810.04805"),
        doi("10.1145/3442188.3445922"),
        url("https://example.org/news"),
        arxiv("hep-th/9901001"),
        arxiv("2201.11903"),
        url("https://example.org/a"),
        url("https://example.org/b"),
    )
    assert parse(text) is None


def test_what_could_end_a_link_is_percent_encoded_and_nothing_else() -> None:
    assert encode_address("https://e.org/a b<c>\\\t\x85\ud800é(1)") == "https://e.org/a%20b%3Cc%3E%5C%09%C2%85%3Fé(1)"


def test_the_words_of_a_link_and_its_address_are_two() -> None:
    assert find("[https://a.example/x](https://b.example/y)") == (
        url("https://a.example/x"),
        url("https://b.example/y"),
    )


def test_several_ids_in_one_address_of_arxiv() -> None:
    address = "https://export.arxiv.org/api/query?id_list=2203.15556v1,1810.04805&start=0"
    assert find(address) == (arxiv("2203.15556", 1), arxiv("1810.04805"))
    assert parse(address) is None


@pytest.mark.parametrize("mark", [*".,;:!?)]}>\"'*_~`|。」”… "])
def test_closing_punctuation_belongs_to_the_sentence(mark: str) -> None:
    for name in ("2203.15556", "10.1145/3442188", "https://example.org/a"):
        assert [str(one) for one in find(f"({name}{mark} and so on")] == [name]


@pytest.mark.parametrize(
    "text", ["see 2203.15556", "2203.15556 1810.04805", "2203.15556 is good", "my doi 10.1145/abc"]
)
def test_parse_wants_the_whole_text(text: str) -> None:
    assert parse(text) is None


def test_old_and_new_numbers_hold_for_every_month() -> None:
    for year in range(100):
        for month in range(14):
            for digits in (3, 4, 5, 6):
                text = f"{year:02}{month:02}.{1:0{digits}}"
                holds = 1 <= month <= 12 and digits == (4 if year < 15 else 5)
                assert find(text) == ((arxiv(text),) if holds else ()), text


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for name in find(text):
        assert find(str(name)) == (name,)
        assert parse(str(name)) == name
    parse(text)


_WORDS = (
    "https:// HTTP:// arxiv.org doi.org example.org /abs/ /papers/ 10.1145/ 10.48550/arXiv. 10.1101/ 2203.15556 "
    "hep-th/9901001 cs v1 v0 v9999 .pdf /full ?doi= %2F %20 %E2%80%8B % １ ． ／ \u200b İ ß"
)
_PIECES = st.sampled_from([*_WORDS.split(), *" .,;:()[]{}<>\"'`|\\/?&#=+@_-x1\n\t\x00。」"])


@given(st.lists(_PIECES, max_size=14).map("".join))
def test_any_heap_of_pieces_is_read(text: str) -> None:
    found = find(text)
    for name in found:
        assert find(str(name)) == (name,), text
        assert parse(str(name)) == name
    assert len({(name.kind, name.id) for name in found}) == len(found)


@given(st.text(max_size=80))
def test_a_clean_address_stays_as_it_is(text: str) -> None:
    for typed in (text, f"https://example.org/{text}", f"http://{text}"):
        address = clean_address(typed)
        if address is not None:
            assert clean_address(address) == address
            assert not any(letter in "<>\\" or letter.isspace() or ord(letter) < 32 for letter in address)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" https://example.org/a b ", "https://example.org/a%20b"),
        ("https://example.org/<a>\\b\tc\u00a0", "https://example.org/%3Ca%3E%5Cb%09c"),
        ("https://example.org/\ud800", "https://example.org/%3F"),
        ("https://example.org/%20%zz", "https://example.org/%20%zz"),
        ("https://example.org/ü?q=(1)", "https://example.org/ü?q=(1)"),
        ("https://[::1]:8080/", "https://[::1]:8080/"),
        ("https://exa mple.org/", None),
        ("javascript:alert(1)", None),
        ("example.org", None),
        ("https://example.org:99999/", None),
    ],
)
def test_addresses_are_made_clean(typed: str, address: str | None) -> None:
    assert clean_address(typed) == address


def test_hostile_texts_are_read_in_linear_time() -> None:
    for piece in ("https://a(", "10.1145/aa(", "10.48550/arXiv.", "1.", "2203.15556v", "cs/1", "(" * 50):
        find(piece * 5_000)


@pytest.mark.parametrize(
    ("text", "almost_ids"),
    [
        ("9999.99999", ("9999.99999",)),
        ("arXiv:2213.00001v2, 2203.15556 and 2213.00001", ("2213.00001",)),
        ("10.1000/9999.99999 https://a.b/9999.99999 1234.5 12345.678901 v1.9999.99999", ()),
        ("2203.15556", ()),
    ],
)
def test_what_is_no_id_though_it_looks_like_one_is_found(text: str, almost_ids: tuple[str, ...]) -> None:
    assert almost(text) == almost_ids
