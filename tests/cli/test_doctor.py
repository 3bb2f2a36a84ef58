"""`curator doctor`: one line for each thing that is wrong, JSON as promised, and what is damaged read into a new library."""

from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.faults.planted import PLANTED
from tests.faults.stocked import stock


@pytest.fixture
def stocked(shell: Shell) -> Path:
    stock(shell.library)
    return shell.library


def _plant(name: str, library: Path) -> None:
    next(one for one in PLANTED if one.name == name).plant(library)


def test_a_sound_library_is_said_to_be_sound(shell: Shell, stocked: Path) -> None:
    ran = shell("doctor")
    assert (ran.code, ran.out, ran.err) == (0, b"The library is sound.\n", "")
    assert shell.ask("doctor", "--fix") == {"findings": []}


def test_what_is_wrong_is_named_and_mended_with_a_backup_before(shell: Shell, stocked: Path) -> None:
    _plant("a status that nobody knows", stocked)
    ran = shell("doctor")
    assert ran.code == 1 and ran.out.decode().splitlines() == ["The status of paper 5 is “redy”, which nobody knows."]
    ran = shell("doctor", "--fix", "--json")
    assert ran.code == 0
    assert ran.json == {
        "findings": [
            {"check": "words", "message": "The status of paper 5 is “redy”, which nobody knows.", "fixed": True}
        ]
    }
    assert shell("doctor").code == 0
    assert shell.ask("show", "5")["status"] == "drafting"


def test_a_damaged_file_is_read_into_a_new_library(shell: Shell, stocked: Path) -> None:
    _plant("a file that was cut", stocked)
    was = stocked.read_bytes()
    ran = shell("doctor", "--json")
    assert ran.code == 1 and [one["check"] for one in ran.json["findings"]] == ["integrity"]
    ran = shell("doctor", "--fix")
    assert ran.code == 1 and ran.err == ""
    target = stocked.with_name("trends-recovered.curator")
    assert f"“{target}”" in ran.out.decode() and "Traceback" not in ran.out.decode()
    assert stocked.read_bytes() == was
    assert shell("papers", library=target).code == 0
    again = shell("doctor", "--fix", "--json")
    assert again.json["recovered"] == str(stocked.with_name("trends-recovered-2.curator"))


def test_a_library_in_which_something_else_was_made_is_recovered_by_fix_alone(shell: Shell, stocked: Path) -> None:
    _plant("a table that is gone", stocked)
    was = stocked.read_bytes()
    ran = shell("doctor", "--json")
    assert ran.code == 1 and [one["check"] for one in ran.json["findings"]] == ["form"]
    assert ran.err.count("\n") == 1
    ran = shell("doctor", "--fix")
    assert ran.code == 1 and "trends-recovered.curator" in ran.out.decode()
    assert shell("doctor", library=stocked.with_name("trends-recovered.curator")).code == 0
    assert stocked.read_bytes() == was


@pytest.mark.parametrize("data", [b"", b"Dear editor, " * 500])
def test_a_file_that_is_no_library_is_left_as_it_is(shell: Shell, data: bytes) -> None:
    shell.library.write_bytes(data)
    for words in (("doctor",), ("doctor", "--fix")):
        ran = shell(*words)
        assert ran.code == 1 and ran.err.count("\n") == 1 and "Traceback" not in ran.err
    for words in (("doctor", "--json"), ("doctor", "--fix", "--json")):
        assert [one["check"] for one in shell(*words).json["findings"]] == ["form"]
    assert shell.library.read_bytes() == data
    assert [path.name for path in shell.library.parent.iterdir()] == [shell.library.name]


def test_a_library_that_is_not_there_is_said_not_to_be(shell: Shell) -> None:
    ran = shell("doctor", "--fix")
    assert ran.code == 1 and "no library" in ran.err
