"""A theme from elsewhere: its templates stay in their sandbox, end in time, and show nothing of the program."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from curator import assets
from curator.export import themes
from tests.hostile.watch import watching

ESCAPES = (
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''['__class__'] }}",
    "{{ ''|attr('__class__') }}",
    "{{ ''|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "{{ [''] | map(attribute='__class__') | list }}",
    "{{ self._TemplateReference__context }}",
    "{{ self.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ lipsum.__globals__['os'].system('id') }}",
    "{{ lipsum.__globals__ }}",
    "{{ url_for.__globals__ }}",
    "{{ title.__class__.__init__.__globals__ }}",
    "{{ '{0.__class__}'.format('') }}",
    "{{ '{a.__class__}'.format(a='') }}",
    "{{ '{0.__class__}'.format_map({'0': ''}) }}",
    "{{ ('{0.__class__}' | string).format('') }}",
    "{% set f = ''.format %}{{ f.__self__.__class__ }}",
    "{{ (lambda: 1)() }}",
    "{% import 'os' as os %}{{ os }}",
    "{% include '/etc/passwd' %}",
    "{% include '../../settings.py' %}",
    "{% include '../' ~ 'magazine/page.html' %}",
    "{% extends '/dev/zero' %}",
    "{{ open('/etc/passwd').read() }}",
    "{{ __import__('os') }}",
    "{{ ().__reduce__() }}",
    "{{ joiner|attr('mro') }}",
    "{{ [].append(1) }}{{ values.clear() }}",
    "{{ values.update({'a': 1}) }}",
    "{% set values.a = 1 %}",
    "{{ undefined_thing.a.b }}",
    "{{ 1 / 0 }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{{ m.__globals__ }}",
    "{{ '%s'.__mod__(1) }}",
    "{% for a in range(1000000) %}x{% endfor %}",
    "{{ range(99999999) | list | length }}",
    "{{ lipsum(n=100000) }}",
    "{{ 5 ** 5 ** 9 }}",
    "{{ '" + "(" * 500 + "' }}{% if",
    "{% for %}",
    "{{",
    "{% raw %}",
    "{{ " + "(" * 2000 + "1" + ")" * 2000 + " }}",
)
"""What a template may try: none of it opens a file, starts a program, shows a class of Python's or goes on for ever."""

SECRETS = ("<class", "<function", "<module", "root:", "subclasses", "__globals__': {", "curator.settings")


@pytest.fixture
def theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A theme of a stranger among those that there are."""
    folder = tmp_path / "themes" / "strange"
    folder.mkdir(parents=True)
    (folder / "style.css").write_text("p { color: red }")
    monkeypatch.setattr(assets, "path", lambda *parts: tmp_path.joinpath(*parts))
    themes._environment.cache_clear()
    yield folder
    themes._environment.cache_clear()


@pytest.mark.timeout(20)
@pytest.mark.parametrize("template", ESCAPES, ids=lambda one: ascii(one[:30]))
def test_a_template_that_wants_out_is_kept_in(theme: Path, tmp_path: Path, template: str) -> None:
    import jinja2

    (theme / "page.html").write_text(template)
    values = {"title": "T", "values": {"a": 1}}
    with watching(tmp_path) as seen:
        began = time.process_time()
        try:
            out = themes.render("page.html", values, "strange")
        except (jinja2.TemplateError, ArithmeticError, LookupError, TypeError, RecursionError) as error:
            out = type(error).__name__
        took = time.process_time() - began
    assert took < 2
    assert not any(secret in out for secret in SECRETS), out[:200]
    assert values == {"title": "T", "values": {"a": 1}}
    assert (seen.opened, seen.asked, seen.started) == ([], [], [])


@pytest.mark.parametrize("name", ["../magazine", "/etc", "", ".", "..", "a\0b", "strange/../../x"])
def test_a_theme_is_one_of_those_that_there_are(theme: Path, name: str) -> None:
    from curator.domain.errors import NotFound

    (theme / "page.html").write_text("x")
    with pytest.raises(NotFound):
        themes.render("page.html", {}, name)
