"""What a job is given: the parts that it works with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from curator.settings import Settings

if TYPE_CHECKING:
    from curator.library.library import Library
    from curator.net import Net


def now() -> datetime:
    """The time in UTC, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Desk:
    """The library, the network and the settings of whoever asks for a job. `now` gives UTC."""

    library: "Library"
    net: "Net"
    settings: Settings
    now: Callable[[], datetime] = now
