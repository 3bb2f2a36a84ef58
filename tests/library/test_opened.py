"""The list of libraries that were opened on this machine."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.library.opened import remember, was_opened


def test_what_was_remembered_is_known(tmp_path: Path) -> None:
    state = tmp_path / "not" / "yet"
    assert not was_opened(state, tmp_path / "a")
    remember(state, tmp_path / "a")
    remember(state, tmp_path / "b")
    remember(state, tmp_path / "a")
    assert was_opened(state, tmp_path / "a")
    assert was_opened(state, tmp_path / "b")
    assert not was_opened(state, tmp_path / "c")
    assert len((state / "libraries.jsonl").read_text().split()) == 2


def test_a_torn_or_strange_list_loses_nothing_else(tmp_path: Path) -> None:
    remember(tmp_path, Path("/a"))
    with (tmp_path / "libraries.jsonl").open("ab") as file:
        file.write(b'{"x": 1}\n\xff\n"/torn')
    remember(tmp_path, Path("/b"))
    assert was_opened(tmp_path, Path("/a"))
    assert was_opened(tmp_path, Path("/b"))


def test_a_state_folder_that_cannot_be_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    remember(tmp_path / "file", Path("/a"))
    assert not was_opened(tmp_path / "file", Path("/a"))


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(st.characters(exclude_categories=()), min_size=1))
def test_any_name_is_remembered(tmp_path: Path, name: str) -> None:
    path = Path("/folder") / name
    remember(tmp_path, path)
    assert was_opened(tmp_path, path)
