"""Runs one command: its exit code, and one line for whatever went wrong."""

import argparse
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from curator.cli import backups, issues, output, papers, upkeep
from curator.cli.context import Context
from curator.domain.errors import CuratorError
from curator.domain.progress import Cancelled

COMMANDS = {
    "add": papers.add,
    "papers": papers.papers,
    "show": papers.show,
    "edit": papers.edit,
    "figure": papers.figure,
    "search-arxiv": papers.search_arxiv,
    "issue": issues.issue,
    "export": issues.export,
    "import": issues.bring_in,
    "backup": backups.backup,
    "restore": backups.restore,
    "doctor": upkeep.doctor,
}


def run(found: argparse.Namespace, context: Context) -> int:
    """Exit 0: done; 1: done with findings, or something asked for could not be done. Never a traceback."""
    _open_what_is_closed()
    before = _cancel_on_interrupt(context)
    try:
        code = COMMANDS[found.command](found, context)
        sys.stdout.flush()
        return code
    except CuratorError as error:
        return _failed(str(error))
    except (Cancelled, KeyboardInterrupt):
        return _failed("Stopped. What was finished is kept.")
    except BrokenPipeError:
        # whoever read our output has gone: nobody is left to tell, and the interpreter must not try again at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return _failed(f"{error.strerror or error}: {error.filename}" if error.filename else str(error))
    except Exception as error:  # a command line that breaks says so in one line; the library is as it was
        if os.environ.get("CURATOR_DEBUG"):
            raise
        return _failed(
            f"Curator made a mistake ({type(error).__name__}: {error}). The library is as it was; set CURATOR_DEBUG=1 to see where."
        )
    finally:
        signal.signal(signal.SIGINT, before)


def _open_what_is_closed() -> None:
    """Standard input that a shell has closed is empty; what is printed where nobody listens goes nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  # it stays open


def _failed(sentence: str) -> int:
    output.clear_terminal()
    output.print_error(sentence)
    return 1


def _cancel_on_interrupt(context: Context) -> Any:
    """Lets Ctrl+C cancel the job, and a second one leave at once. Gives what heard it before."""

    def interrupted(number: int, frame: FrameType | None) -> None:
        if context.progress.is_cancelled:
            raise KeyboardInterrupt
        context.progress.cancel()

    return signal.signal(signal.SIGINT, interrupted)
