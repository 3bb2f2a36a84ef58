"""Themes: folders of Jinja2 templates and a style sheet, rendered in a sandbox.

A theme has `page.html` (the whole page), `body.html` (what stands inside of `<body>`, included by the first) and `style.css`.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from curator import assets
from curator.domain.errors import NotFound

if TYPE_CHECKING:
    from jinja2 import Environment

DEFAULT = "magazine"


def names() -> tuple[str, ...]:
    """The themes that there are, sorted."""
    return tuple(sorted(folder.name for folder in assets.path("themes").iterdir() if (folder / "page.html").is_file()))


def style(theme: str = DEFAULT) -> str:
    """The theme's style sheet. Raises NotFound."""
    return _environment(theme).get_template("style.css").render()


def render(template: str, values: dict[str, Any], theme: str = DEFAULT) -> str:
    """One of the theme's templates, filled in. Every value is escaped that is not Markup. Raises NotFound."""
    return _environment(theme).get_template(template).render(values)


@cache
def _environment(theme: str) -> "Environment":
    from jinja2 import FileSystemLoader, StrictUndefined  # heavy: compiles its own grammar
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    if theme not in names():
        raise NotFound(f"There is no theme “{theme}”. Themes are: {', '.join(names())}.")

    class Sandbox(ImmutableSandboxedEnvironment):
        """Has no powers: a few signs of them are a number of gigabytes."""

        intercepted_binops = frozenset({"**"})

        def call_binop(self, context: object, operator: str, left: object, right: object) -> object:
            raise SecurityError("a theme can't raise to a power")

    made = Sandbox(
        loader=FileSystemLoader(assets.path("themes", theme)),
        autoescape=lambda name: name is not None and name.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.pop("lipsum")  # words without end
    return made
