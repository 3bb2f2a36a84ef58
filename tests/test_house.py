"""The house as its maintainers want it: rooms of one purpose, no room too large, every command with its help."""

import argparse
import ast
from pathlib import Path

import pytest

import curator
from curator.cli import arguments, main
from curator.cli.issues import ACTIONS

PACKAGE = Path(curator.__file__).parent
_Commands = argparse._SubParsersAction
LONGEST = 400  # lines of a file


def test_every_module_says_its_purpose_in_its_first_sentence() -> None:
    texts = {path: ast.get_docstring(ast.parse(path.read_text("utf-8"))) for path in PACKAGE.rglob("*.py")}
    assert [path.name for path, text in texts.items() if not text or not text.split("\n")[0].endswith(".")] == []


def test_no_file_is_too_long_to_be_of_one_purpose() -> None:
    files = [path for folder in (PACKAGE, Path(__file__).parent) for path in folder.rglob("*.py")]
    lengths = {path.name: path.read_text("utf-8").count("\n") for path in files}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_a_folder_that_is_imported_runs_nothing() -> None:
    """Only a docstring, imports, names that are given values, and functions stand in a folder's own file."""
    allowed = (ast.Expr, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.FunctionDef)
    for path in PACKAGE.rglob("__init__.py"):
        for one in ast.parse(path.read_text("utf-8")).body:
            assert isinstance(one, allowed), path
            assert not isinstance(one, ast.Expr) or isinstance(one.value, ast.Constant), path


def test_every_command_has_its_help_and_is_run() -> None:
    commands = _commands(arguments._parser())
    assert commands.keys() == main.COMMANDS.keys()
    assert _commands(commands["issue"]).keys() == ACTIONS.keys()
    for command in (*commands.values(), *_commands(commands["issue"]).values()):
        assert command.description
        silent = [one.dest for one in command._actions if not one.help and not isinstance(one, _Commands)]
        assert silent == [], command.prog


@pytest.mark.parametrize("command", sorted(main.COMMANDS))
def test_help_is_printed(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        arguments.parse([command, "--help"])
    assert left.value.code == 0
    assert f"curator {command}" in capsys.readouterr().out


def _commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, _Commands):
            return dict(action.choices)
    return {}
