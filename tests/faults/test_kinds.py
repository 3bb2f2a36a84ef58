"""Every kind of fault, a few times in each run of the tests, and the full counts in the long one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.__main__ import main
from tests.faults.kinds import KINDS
from tests.faults.result import Figure, Kind, Result, all_of, at_most

ROOT = Path(__file__).parents[2]


def holds(kind: Kind, n: int, seconds: int) -> None:
    """Runs it as one does by hand; the folders of its own it makes itself."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.faults", kind.name, "--n", str(n)],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    if ran.returncode == 3:
        pytest.skip(ran.stdout.strip())
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.startswith(f"{kind.name}: ") and ran.stdout.count("\n") == 1


@pytest.mark.slow
@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in KINDS if not kind.alone])
def test_nothing_is_lost(kind: Kind) -> None:
    holds(kind, kind.small, 110)


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in KINDS if kind.alone])
def test_nothing_is_lost_and_it_is_quick(kind: Kind) -> None:
    holds(kind, kind.small, 110)


@pytest.mark.soak
@pytest.mark.parametrize(
    "kind",
    [pytest.param(kind, id=kind.name, marks=pytest.mark.timeout(kind.seconds + 60)) for kind in KINDS],
)
def test_nothing_is_lost_in_full(kind: Kind) -> None:
    holds(kind, kind.full, kind.seconds)


def test_a_line_says_which_figure_does_not_hold() -> None:
    good, bad = at_most(0.5, 1.0, "s"), all_of(2, 3, "done")
    assert Result("x", (good, Figure("a"))).line == "x: 0.50 s (at most 1); a — holds"
    assert Result("x", (good, bad)).line == "x: 0.50 s (at most 1); 2 of 3 done (!) — DOES NOT HOLD"
    assert not Result("x", (good,), ("lost",)).holds


def test_every_kind_is_named_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    said = capsys.readouterr().out
    assert [kind.name for kind in KINDS if kind.name not in said] == []
    with pytest.raises(SystemExit) as left:
        main(["nothing"])
    assert left.value.code == 2
