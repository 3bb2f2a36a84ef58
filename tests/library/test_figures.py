import hashlib

import pytest

from curator.domain.errors import NotFound, Refused
from curator.domain.pictures import src_of
from curator.library import figures
from curator.library.library import Library

PNG = b"\x89PNG\r\n\x1a\n and more"


def test_bytes_are_kept_unchanged_under_their_content(library: Library) -> None:
    with library.edit("Add a figure") as edit:
        src = edit.figures.put(PNG)
        assert edit.figures.put(PNG) == src
    assert src == src_of(PNG) == f"figures/{hashlib.sha256(PNG).hexdigest()[:16]}.png"
    with library.read() as reading:
        assert reading.figures.get(src) == PNG
        assert reading.figures.many([src, "figures/none.png"]) == {src: PNG}
        with pytest.raises(NotFound):
            reading.figures.get("figures/none.png")


def test_a_picture_that_is_too_large_is_refused(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "LARGEST", 1024)
    with library.edit("Add a figure") as edit, pytest.raises(Refused, match="Make it smaller"):
        edit.figures.put(PNG + bytes(2048))


def test_another_picture_of_the_same_name_is_not_taken_for_this(library: Library) -> None:
    with library.edit("Add a figure") as edit:
        edit.c.exec_driver_sql("insert into picture(src, sha, bytes) values (?, 'x', x'00')", (src_of(PNG),))
        with pytest.raises(Refused, match="same name"):
            edit.figures.put(PNG)


def test_a_figure_stays_when_its_edit_is_taken_back(library: Library) -> None:
    with library.edit("Add a figure") as edit:
        paper = edit.papers.new("A")
        src = edit.figures.put(PNG)
        edit.papers.add_figure(paper, src)
    library.undo(library.steps()[0].id)
    with library.read() as reading:
        assert reading.figures.get(src) == PNG
