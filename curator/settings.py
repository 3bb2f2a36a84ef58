"""The settings of this machine: one frozen value, its TOML file, the environment over it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

ARXIV = "https://export.arxiv.org/api/query"
CROSSREF = "https://api.crossref.org/works"
OPENALEX = "https://api.openalex.org/works"
DELAY = 3.0
RECENT = 10
_LARGEST = 2**20  # bytes of the settings file


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how this machine likes them.

    `library` is the file used when none is named; `data` holds libraries, rescue files and backups, `state` what may be forgotten,
    `config` the file these come from. `arxiv_delay` is in seconds. `named_hosts` are the `host:port` that CURATOR_*_URL variables
    name: the only ones that may resolve to an address that is not global. `text_size` is a factor, 1.0 as the system has it.
    """

    library: Path
    data: Path
    state: Path
    config: Path
    arxiv_url: str = ARXIV
    arxiv_delay: float = DELAY
    crossref_url: str = CROSSREF
    openalex_url: str = OPENALEX
    named_hosts: frozenset[str] = frozenset()
    theme: str = "system"
    text_size: float = 1.0
    recent: tuple[Path, ...] = ()

    @property
    def sample(self) -> Path:
        """The library with the sample issue that the window makes once and keeps."""
        return self.data / "sample.curator"

    def opened(self, library: Path) -> "Settings":
        """With this library first among the recent ones."""
        others = tuple(path for path in self.recent if path != library)
        return replace(self, recent=(library, *others)[:RECENT])


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this machine. What the file has and can't be read is left at its default: settings never keep Curator from starting."""
    folders = platformdirs.PlatformDirs("curator", appauthor=False)
    data, state, config = folders.user_data_path, folders.user_state_path, folders.user_config_path
    kept = _file(config / "settings.toml")
    named = {name: environ.get(f"CURATOR_{name}_URL", "") for name in ("ARXIV", "CROSSREF", "OPENALEX")}
    return Settings(
        library=Path(environ["CURATOR_LIBRARY"]) if environ.get("CURATOR_LIBRARY") else data / "library.curator",
        data=data,
        state=state,
        config=config,
        arxiv_url=named["ARXIV"] or ARXIV,
        arxiv_delay=_seconds(environ.get("CURATOR_ARXIV_DELAY")),
        crossref_url=named["CROSSREF"] or CROSSREF,
        openalex_url=named["OPENALEX"] or OPENALEX,
        named_hosts=frozenset(host for url in named.values() if (host := host_and_port(url))),
        theme=_theme(kept.get("theme")),
        text_size=_factor(kept.get("text_size")),
        recent=_paths(kept.get("recent")),
    )


def as_toml(settings: Settings) -> str:
    """What the settings file is to hold: only what a person can have chosen."""
    import tomlkit  # only when something is saved

    document = tomlkit.document()
    document["theme"] = settings.theme
    document["text_size"] = settings.text_size
    document["recent"] = [str(path) for path in settings.recent]
    return tomlkit.dumps(document)


def host_and_port(url: str) -> str | None:
    """`host:port` of an http(s) address, the port also where it goes without saying; None if it is no such address."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return None
    return f"{parts.hostname}:{port}" if parts.hostname and port else None


def _file(path: Path) -> dict[str, object]:
    try:
        if not path.is_file():  # a pipe or a device may never end
            return {}
        with path.open("rb") as file:
            text = file.read(_LARGEST).decode("utf-8")
    except (OSError, ValueError):
        return {}
    import tomllib  # the window does without where nothing was chosen

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return {}


def _theme(value: object) -> str:
    return value if isinstance(value, str) and value in ("system", "light", "dark") else "system"


def _factor(value: object) -> float:
    return min(3.0, max(0.5, float(value))) if isinstance(value, int | float) else 1.0


def _paths(value: object) -> tuple[Path, ...]:
    return tuple(Path(path) for path in value if isinstance(path, str))[:RECENT] if isinstance(value, list) else ()


def _seconds(value: str | None) -> float:
    try:
        return min(3600.0, max(0.0, float(value))) if value else DELAY
    except ValueError:
        return DELAY
