"""Doctor looks around the library too: at what killed programs left, at backups, at texts that were kept."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from curator.domain.backups import BackupKind
from curator.domain.errors import Damaged, Foreign, LibraryFault
from curator.domain.rescued import place_of, prefix
from curator.jobs import backups, doctor
from curator.library.ailments import Ailment
from curator.library.library import Library, open_library
from curator.settings import Settings
from tests.faults.stocked import stock, ticking


@pytest.fixture
def machine(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "l [1].curator", tmp_path / "data", tmp_path / "state", tmp_path / "config")


@pytest.fixture
def library(machine: Settings) -> Iterator[Library]:
    stock(machine.library)
    found = open_library(machine.library, now=ticking())
    yield found
    found.close()


def _look(library: Library, machine: Settings, fix: bool = False, quick: bool = False) -> list[Ailment]:
    return doctor.examine(library, machine, fix=fix, quick=quick, first=lambda: None)


def _old(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half of something")
    os.utime(path, (time.time() - 7200,) * 2)
    return path


def test_around_a_sound_library_nothing_is_found(library: Library, machine: Settings) -> None:
    for kind in BackupKind:
        library.back_up(kind, backups.root(machine), "")
    library.mirror(backups.root(machine), None)
    assert _look(library, machine) == _look(library, machine, fix=True) == _look(library, machine, quick=True) == []


def test_what_a_killed_program_left_goes_away(library: Library, machine: Settings) -> None:
    house = library.back_up(BackupKind.WRITING, backups.root(machine), "").path.parent
    left = [
        _old(library.path.with_name(f".{library.path.name}.77-88.new")),
        _old(house / ".everything-20220406T093000Z.curator.77.partial"),
        _old(house.parent / f"{library.path.stem}-20220406T093000Z-schema-1.curator.partial"),
    ]
    young = library.path.with_name(f".{library.path.name}.77-99.new")
    young.write_bytes(b"one that is being made")
    found = _look(library, machine)
    assert [(one.check, one.fixed) for one in found] == [("leftovers", False)] * 3
    assert all(one.exists() for one in left)
    assert [one.fixed for one in _look(library, machine, fix=True)] == [True] * 3
    assert not any(one.exists() for one in left) and young.exists()
    assert _look(library, machine) == []


@pytest.mark.parametrize("how", ["cut", "flipped"])
def test_a_backup_that_can_not_be_read_is_named_and_stays(library: Library, machine: Settings, how: str) -> None:
    held = library.back_up(BackupKind.EVERYTHING, backups.root(machine), "").path
    data = bytearray(held.read_bytes())
    data[len(data) // 2] ^= 1
    held.write_bytes(bytes(data[: len(data) // 2]) if how == "cut" else bytes(data))
    found = _look(library, machine, fix=True)
    assert [(one.check, one.fixed) for one in found] == [("backups", False)]
    assert str(held) in found[0].message and "\n" not in found[0].message
    assert held.exists()
    assert _look(library, machine, quick=True) == []


def test_a_kept_text_that_is_in_the_library_by_now_goes_away_and_others_stay(
    library: Library, machine: Settings
) -> None:
    with library.read() as reading:
        words = reading.writeups.get(5, "why").text
    folder = machine.data / "rescue"
    folder.mkdir(parents=True)
    names = {name: folder / f"{prefix(library.path)}-{name}.md" for name in ("5-why", "6-why", "999-why", "5-notes")}
    for name, path in names.items():
        path.write_text(words or "" if name == "5-why" else "typed and never saved", "utf-8")
    (folder / "of another program.md").write_text("x")
    found = _look(library, machine, fix=True)
    assert sorted((one.check, one.fixed) for one in found) == [("rescue", False), ("rescue", True)]
    assert "paper 999" in next(one.message for one in found if not one.fixed)
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["of another program.md", *(path.name for name, path in names.items() if name != "5-why")]
    )


def test_a_kept_text_is_known_by_its_name(tmp_path: Path) -> None:
    library = tmp_path / "a-1.curator"
    assert place_of(library, f"{prefix(library)}-12-insights.md") == (12, "insights")
    for name in (
        f"{prefix(library)}-12-why.txt",
        f"{prefix(library)}-x-why.md",
        f"{prefix(library)}-12-else.md",
        "12-why.md",
    ):
        assert place_of(library, name) is None
    assert place_of(tmp_path / "b" / "a-1.curator", f"{prefix(library)}-12-why.md") is None


def test_what_keeps_a_library_from_opening_is_an_ailment() -> None:
    assert doctor.why_not(Damaged("x")).check == "integrity"
    assert doctor.why_not(Foreign("It belongs to another program.")) == Ailment(
        "form", "It belongs to another program."
    )
    assert doctor.why_not(LibraryFault("It was moved.")).check == "opening"
