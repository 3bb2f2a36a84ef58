"""Where the files of resources/ are: in the wheel, or in the checkout."""

from functools import cache
from pathlib import Path


@cache
def folder() -> Path:
    """The folder of resources: `curator/_resources` where Curator is installed, `resources` beside the package in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"


def path(*parts: str) -> Path:
    """A file or folder of resources, for instance `path("icons", "star.svg")`."""
    return folder().joinpath(*parts)
