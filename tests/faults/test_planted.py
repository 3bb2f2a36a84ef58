"""Every kind of fault is planted in a copy of a library: doctor names it, and nothing else, and mends what can be mended."""

import shutil
from pathlib import Path

import pytest

from curator.domain.errors import LibraryFault
from curator.library.library import Library, open_library
from tests.faults.planted import PLANTED, Planted
from tests.faults.stocked import stock, ticking
from tests.library.bare import files_in


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "l.curator"
    stock(path)
    return path


@pytest.fixture
def planted(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sound, tmp_path / "l.curator"))


def _opened(path: Path) -> Library:
    return open_library(path, now=ticking())


def test_twenty_five_kinds_and_more_are_planted() -> None:
    assert len({one.name for one in PLANTED}) == len(PLANTED) >= 25
    assert len({one.check for one in PLANTED}) >= 18


def test_the_library_is_sound_before(planted: Path) -> None:
    library = _opened(planted)
    assert library.doctor() == library.doctor(quick=True) == library.doctor(fix=True) == []
    library.close()


@pytest.mark.parametrize("one", [one for one in PLANTED if one.opens], ids=lambda one: one.name)
def test_doctor_names_it(planted: Path, one: Planted) -> None:
    one.plant(planted)
    library = _opened(planted)
    found = library.doctor()
    library.close()
    assert {fault.check for fault in found} - {one.also} == {one.check}
    for fault in found:
        assert "\n" not in fault.message and fault.message.endswith((".", "”."))
        assert not fault.fixed


@pytest.mark.parametrize("one", [one for one in PLANTED if one.opens], ids=lambda one: one.name)
def test_what_can_be_mended_is_mended_after_a_copy_was_put_aside(planted: Path, one: Planted) -> None:
    one.plant(planted)
    was = planted.read_bytes()
    library = _opened(planted)
    copies: list[str] = []
    if library.is_read_only:
        library.close()
        return
    found = library.doctor(fix=True, first=lambda: copies.append("one"))
    if one.check == "integrity":
        library.close()
        assert planted.read_bytes() == was  # left as it is: its rows are read into a new one
        assert not copies
        return
    assert all(fault.fixed == one.mends for fault in found)
    assert copies == ["one"] if found and any(fault.can_mend for fault in found) else copies == []
    assert [fault.check for fault in library.doctor()] == ([] if one.mends else [fault.check for fault in found])
    library.close()


@pytest.mark.parametrize("one", [one for one in PLANTED if not one.opens], ids=lambda one: one.name)
def test_what_does_not_open_is_left_as_it_was(planted: Path, one: Planted) -> None:
    one.plant(planted)
    was = files_in(planted.parent)
    with pytest.raises(LibraryFault):
        _opened(planted)
    assert files_in(planted.parent) == was


@pytest.mark.parametrize("one", [one for one in PLANTED if one.opens and one.mends], ids=lambda one: one.name)
def test_no_text_of_the_editors_goes_away(planted: Path, sound: Path, one: Planted) -> None:
    def texts(path: Path) -> set[str]:
        library = _opened(path)
        with library.read() as reading:
            found = {
                str(words)
                for table in ("writeup", "revision", "entry", "section")
                for (words,) in reading.c.exec_driver_sql(f"select text from {table} where text is not null")
            }
        library.close()
        return found

    if one.check == "integrity":
        return
    before = texts(Path(shutil.copy(sound, planted.parent / "before.curator")))
    one.plant(planted)
    library = _opened(planted)
    library.doctor(fix=True)
    library.close()
    assert before <= texts(planted)
