"""Every kind of fault: one line each. A new one is a file and a line."""

from tests.faults import concurrent
from tests.faults.result import Kind

KINDS = (
    Kind(
        "concurrent",
        "three processes edit one library, with and without a window's beside",
        full=1000,
        small=40,
        seconds=900,
        run=concurrent.run,
    ),
)
