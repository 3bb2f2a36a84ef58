"""Where the web view would end the whole program, it is not begun."""

import os
import stat
import sys
from pathlib import Path

import pytest

from curator.desktop.preview import able

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has this sandbox")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH of our own; the person is an ordinary one, who did not ask to go without a sandbox."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("QTWEBENGINE_DISABLE_SANDBOX")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return tmp_path


def program(folder: Path, code: str) -> None:
    made = folder / "unshare"
    made.write_text(f"#!/bin/sh\n{code}\n")
    made.chmod(made.stat().st_mode | stat.S_IXUSR)


def test_a_system_that_gives_namespaces_has_a_web_view(path: Path) -> None:
    program(path, "exit 0")
    assert able.why_not() is None


def test_a_system_that_gives_none_has_not(path: Path) -> None:
    program(path, "exit 1")
    assert able.why_not() == "The web view can't shut itself in on this system."


def test_where_nobody_can_be_asked_it_is_tried(path: Path) -> None:
    assert able.why_not() is None


def test_the_administrator_has_none(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert able.why_not() == "The web view does not run for the system's administrator."


@pytest.mark.parametrize(
    ("name", "value"), [("QTWEBENGINE_DISABLE_SANDBOX", "1"), ("QTWEBENGINE_CHROMIUM_FLAGS", "--no-sandbox")]
)
def test_whoever_wants_no_sandbox_gets_the_web_view(
    path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv(name, value)
    assert able.why_not() is None
