"""What a format is: an issue with everything resolved in, bytes out."""

from collections.abc import Callable
from dataclasses import dataclass

from curator.domain.document import IssueDocument


@dataclass(frozen=True, slots=True)
class Output:
    """A file that belongs to an export. `name` is its path from where the text stands, with `/`."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Rendered:
    """An issue in a format: the text itself in UTF-8 or what else the format is, and the files that it refers to."""

    text: bytes
    files: tuple[Output, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """One way to publish. `name` is what `--to` takes, `suffix` begins with a dot."""

    name: str
    suffix: str
    description: str
    render: Callable[[IssueDocument], Rendered]
