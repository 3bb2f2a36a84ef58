"""The settings of this machine."""

from pathlib import Path

import pytest

from curator import settings
from curator.app import keep_settings
from curator.domain.errors import Refused


def test_the_environment_stands_over_the_file() -> None:
    found = settings.load(
        {
            "CURATOR_LIBRARY": "/tmp/x.curator",
            "CURATOR_ARXIV_URL": "http://127.0.0.1:8080/q",
            "CURATOR_ARXIV_DELAY": "0.5",
        }
    )
    assert found.library == Path("/tmp/x.curator")
    assert found.arxiv_delay == 0.5
    assert found.named_hosts == {"127.0.0.1:8080"}


def test_nothing_but_a_named_address_is_an_exception() -> None:
    assert settings.load({}).named_hosts == frozenset()


def test_a_delay_that_is_no_number_is_the_polite_one() -> None:
    assert settings.load({"CURATOR_ARXIV_DELAY": "soon"}).arxiv_delay == 3.0


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    first = settings.load({})
    chosen = settings.replace(first, theme="dark", text_size=1.2).opened(tmp_path / "a.curator")
    first.config.mkdir(parents=True)
    (first.config / "settings.toml").write_text(settings.as_toml(chosen), "utf-8")
    again = settings.load({})
    assert (again.theme, again.text_size, again.recent) == ("dark", 1.2, (tmp_path / "a.curator",))


def test_a_broken_file_does_not_keep_curator_from_starting() -> None:
    config = settings.load({}).config
    config.mkdir(parents=True)
    (config / "settings.toml").write_bytes(b"theme = [\xff")
    assert settings.load({}).theme == "system"


def test_recent_libraries_are_named_once_and_are_few() -> None:
    found = settings.load({})
    for number in range(20):
        found = found.opened(Path(f"/tmp/{number % 12}.curator"))
    assert len(found.recent) == settings.RECENT
    assert found.recent[0] == Path("/tmp/7.curator")
    assert len(set(found.recent)) == len(found.recent)


def test_a_port_goes_without_saying() -> None:
    assert settings.host_and_port("https://export.arxiv.org/api/query") == "export.arxiv.org:443"
    assert settings.host_and_port("no address") is None
    assert settings.host_and_port("http://x:99999/") is None


def test_settings_for_which_there_is_no_folder_are_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    machine = settings.Settings(library=tmp_path, data=tmp_path, state=tmp_path, config=tmp_path / "file" / "config")
    with pytest.raises(Refused, match="The settings can't be kept"):
        keep_settings(machine)
