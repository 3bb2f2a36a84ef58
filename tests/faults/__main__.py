"""Breaks things on purpose: python -m tests.faults KIND --n N prints one line of figures and exits 0 only if they hold."""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.faults.kinds import KINDS
from tests.faults.result import NotHere

SEED = 20220406


def main(arguments: Sequence[str] | None = None) -> int:
    """0: the figures hold; 1: they do not; 3: this machine can't try it."""
    asked = _parser().parse_args(arguments)
    kind = next(one for one in KINDS if one.name == asked.kind)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    folder = Path(tempfile.mkdtemp(prefix=f"curator-{kind.name}-"))
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        os.environ[f"XDG_{name}_HOME"] = str(folder / "home" / name.lower())
    work = folder / "work"
    work.mkdir()
    try:
        result = kind.run(asked.n or kind.full, asked.seed, work)
    except NotHere as reason:
        print(f"{kind.name}: not tried: {reason}")
        return 3
    finally:
        if asked.keep:
            print(f"What it worked on is in {folder}", file=sys.stderr)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    print(result.line, flush=True)
    for fault in result.faults[:20]:
        print(f"  {fault}", file=sys.stderr)
    return 0 if result.holds else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults",
        description="Breaks things on purpose, and says in one line what became of them.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(f"{kind.name:<13} {kind.about} (in full {kind.full:,})" for kind in KINDS),
    )
    parser.add_argument("kind", choices=[kind.name for kind in KINDS], metavar="KIND")
    parser.add_argument("--n", type=int, help="how many times; without it the full count")
    parser.add_argument("--seed", type=int, default=SEED, help="the same seed makes the same choices")
    parser.add_argument("--keep", action="store_true", help="keep the folder that it worked in")
    return parser


if __name__ == "__main__":
    sys.exit(main())
