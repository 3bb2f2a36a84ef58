"""Themes are folders of templates, rendered in a sandbox."""

import pytest
from jinja2.exceptions import SecurityError

from curator import assets
from curator.domain.errors import NotFound
from curator.export import themes


def test_there_is_a_theme() -> None:
    assert themes.DEFAULT in themes.names()
    assert "prefers-color-scheme: dark" in themes.style()


def test_an_unknown_theme_is_named_with_those_that_there_are() -> None:
    with pytest.raises(NotFound, match="magazine"):
        themes.style("../magazine")


def test_values_are_escaped() -> None:
    figure = {"is_wide": False, "address": 'a"b', "alt": "<", "width": None, "caption": "&", "source": ""}
    assert 'src="a&#34;b" alt="&lt;"' in themes.render("figure.html", {"figure": figure})


def test_a_template_that_reaches_for_python_is_stopped(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "themes" / "evil"
    folder.mkdir(parents=True)
    (folder / "page.html").write_text("{{ issue.__class__.__mro__[1].__subclasses__() }}")
    monkeypatch.setattr(assets, "folder", lambda: tmp_path)
    with pytest.raises(SecurityError):
        themes.render("page.html", {"issue": "x"}, "evil")
