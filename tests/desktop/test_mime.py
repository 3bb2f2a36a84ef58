from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QMimeData, QUrl

from curator.desktop import mime
from curator.desktop.theme import Look


def test_papers_come_back_in_order_for_their_own_library_alone() -> None:
    dragged = mime.papers_mime([5, 2, 9], Path("/a/library.curator"))
    assert mime.papers_of(dragged, Path("/a/library.curator")) == (5, 2, 9)
    assert mime.papers_of(dragged) == (5, 2, 9)
    assert mime.papers_of(dragged, Path("/b/library.curator")) == ()
    assert mime.entries_of(dragged) == ()


def test_entries_come_back() -> None:
    assert mime.entries_of(mime.entries_mime([3, 1])) == (3, 1)


@given(st.binary(max_size=200))
def test_what_another_program_put_under_our_name_is_nothing(held: bytes) -> None:
    dragged = QMimeData()
    dragged.setData(mime.PAPERS, QByteArray(held))
    assert isinstance(mime.papers_of(dragged), tuple)


@pytest.mark.parametrize(
    "held", [b"[1]", b"{}", b'{"ids": 3}', b'{"ids": ["1", true, -1, 0, 1.5, null]}', b"[" * 100000]
)
def test_a_wrong_form_is_nothing(held: bytes) -> None:
    dragged = QMimeData()
    dragged.setData(mime.PAPERS, QByteArray(held))
    assert mime.papers_of(dragged) == ()


def test_a_link_dropped_from_a_browser_is_its_address_once() -> None:
    dragged = QMimeData()
    dragged.setUrls([QUrl("https://arxiv.org/abs/2203.15556")])
    dragged.setText("https://arxiv.org/abs/2203.15556")
    assert mime.text_of(dragged) == "https://arxiv.org/abs/2203.15556"
    dragged.setText("Training Compute-Optimal")
    assert mime.text_of(dragged) == "Training Compute-Optimal\nhttps://arxiv.org/abs/2203.15556"


def test_files_are_files_and_no_text(tmp_path: Path) -> None:
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(tmp_path / "a b.jsonl")), QUrl("https://example.org/x")])
    assert mime.files_of(dragged) == (tmp_path / "a b.jsonl",)
    assert mime.text_of(dragged) == "https://example.org/x"
    dragged.setText((tmp_path / "a b.jsonl").as_uri())
    assert mime.text_of(dragged) == "https://example.org/x"


def test_the_picture_of_a_drag_is_small_and_sharp(look: Look) -> None:
    short = mime.drag_pixmap(look.theme, "PaLM", 1, 1.0)
    long = mime.drag_pixmap(look.theme, "Training Compute-Optimal Large Language Models " * 9, 3, 2.0)
    assert short.width() < look.theme.u(80)
    assert long.deviceIndependentSize().width() <= look.theme.u(200)
    assert long.devicePixelRatio() == 2.0
