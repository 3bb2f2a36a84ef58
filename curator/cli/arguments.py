"""The parser of the command line: every command with its options and help."""

import argparse
from collections.abc import Sequence
from datetime import date
from typing import NoReturn, Protocol

from curator import __version__
from curator.cli.opening import Opening, parse_size
from curator.domain.bylines import SHAPES
from curator.domain.issues import IssueStatus, Kind
from curator.domain.papers import Status
from curator.writing.cleaning import for_terminal

SORTS = ("date", "relevance", "title")
_DASHES = "\0--"
"""Stands for the value `--`, which argparse would drop; no argument of a program can hold NUL."""
EXAMPLES = """\
examples:
  curator                                       open the window
  curator add 2203.15556 10.48550/arXiv.2203.03466
  curator edit hoffmann2022training --why "Models had outgrown their data."
  curator issue new "Trends in AI" --edition "April 2022"
  curator issue add trends-in-ai-april-2022 2203.15556 --section "Research"
  curator export trends-in-ai-april-2022 --to html -o issue.html
"""


class _Command(Protocol):
    def __call__(self, name: str, help: str, of: "argparse._SubParsersAction[Parser] | None" = None) -> "Parser": ...


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with a command, and where its help is. Exit 2."""

    def error(self, message: str) -> NoReturn:
        told = for_terminal(" ".join(message.split()))  # it repeats what was typed
        self.exit(2, f"{self.prog}: {told}. Try: {self.prog} --help\n")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """What was asked for; `command` is None for the window. Leaves with exit 2 on wrong use, 0 after help."""
    parser = _parser()
    found = _with_dashes(parser.parse_args(_joined(parser, list(arguments))))
    if getattr(found, "command", None) == "issue" and found.action is None:
        parser.exit(2, "curator issue: which action? Try: curator issue --help\n")
    if getattr(found, "command", None) == "export":
        _check_export(parser, found)
    if getattr(found, "command", None) == "issue" and found.action == "add":
        _check_issue_add(parser, found)
    return found


def opening_of(found: argparse.Namespace) -> Opening:
    """What was asked of the window."""
    return Opening(
        getattr(found, "library", None), getattr(found, "sample", False), found.screenshot, found.size, found.theme
    )


def _check_issue_add(parser: Parser, found: argparse.Namespace) -> None:
    wrong = None
    if found.kind == "text" and found.what:
        wrong = "a text names no paper or address: leave out WHAT, and say --text"
    elif found.kind == "text" and found.text is None:
        wrong = "a text needs words: say --text TEXT, or --text - to read standard input"
    elif found.kind != "text" and not found.what:
        wrong = "say what to put in: an id, a DOI, an address; or --as text --text TEXT"
    if wrong:
        parser.exit(2, f"curator issue add: {wrong}\n")


def _check_export(parser: Parser, found: argparse.Namespace) -> None:
    if not found.list and not (found.issue and found.to and found.output):
        parser.exit(2, "curator export: name an issue, a format (--to) and a place (-o), or ask for --list\n")


def _joined(parser: argparse.ArgumentParser, arguments: list[str]) -> list[str]:
    """Options and their values as one word each, so that a value may begin with anything."""
    valued, flags = _options(parser)
    out: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            return [*out, argument, *rest]
        if argument in valued and argument not in flags:
            value = next(rest, None)
            if value is None:
                out.append(argument)
            elif value == "--":
                out.append(f"{argument}={_DASHES}" if argument.startswith("--") else f"{argument}{_DASHES}")
            elif argument.startswith("--"):
                out.append(f"{argument}={value}")
            else:
                out.append(f"{argument}{value}")
        elif argument.startswith("--") and argument.endswith("=--"):
            out.append(argument[:-2] + _DASHES)
        else:
            out.append(argument)
    return out


def _with_dashes(found: argparse.Namespace) -> argparse.Namespace:
    for name, value in vars(found).items():
        if value == _DASHES:
            setattr(found, name, "--")
        elif isinstance(value, list):
            setattr(found, name, ["--" if one == _DASHES else one for one in value])
    return found


def _options(parser: argparse.ArgumentParser) -> tuple[set[str], set[str]]:
    """The options of all commands that take a value, and those that take none."""
    valued: set[str] = set()
    flags: set[str] = set()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                more = _options(child)
                valued |= more[0]
                flags |= more[1]
        elif action.option_strings:
            (flags if action.nargs == 0 else valued).update(action.option_strings)
    return valued, flags


def _parser() -> Parser:
    common = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--library", metavar="FILE", help="the library to work on")
    common.add_argument("--sample", action="store_true", help="a library with the sample issue")
    common.add_argument("--json", action="store_true", help="print one JSON object")
    parser = Parser(
        prog="curator",
        description="Curate reading lists and publish them as issues. Without a command the window opens.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Curator {__version__}")
    parser.add_argument("--screenshot", metavar="PATH", help="write a picture of the window and end")
    parser.add_argument("--size", metavar="WxH", type=_size, help="the size of that window, 1440x900")
    parser.add_argument("--theme", choices=("light", "dark"), help="the theme of that window")
    parser.set_defaults(command=None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)

    def command(name: str, help: str, of: "argparse._SubParsersAction[Parser] | None" = None) -> Parser:
        return (of or commands).add_parser(
            name, help=help, description=help + ".", parents=[common], allow_abbrev=False
        )

    _papers(command)
    _issues(command)
    one = command("export", "Write an issue in a format")
    one.add_argument("issue", metavar="ISSUE", nargs="?", help="slug, edition or number")
    one.add_argument("--to", metavar="FORMAT", help="html, markdown")
    one.add_argument("-o", dest="output", metavar="PATH", help="a file, a folder, or - for standard output")
    one.add_argument("--assets", action="store_true", help="a page's figures as files beside it")
    one.add_argument("--list", action="store_true", help="the formats there are")
    one = command("import", "Bring in an issue that was published earlier")
    one.add_argument("file", metavar="FILE", help="Markdown in Curator's form")
    one = command("backup", "Copy the whole library")
    one.add_argument("path", metavar="PATH", help="a file to be made, or a folder that it is put into")
    one = command("restore", "Put a backup in the place of the library, which is backed up first")
    one.add_argument("path", metavar="PATH", help="a backup of everything, or of the writing, which is brought in")
    one = command("doctor", "Look the library over, and mend what can be mended")
    one.add_argument("--fix", action="store_true", help="mend what can be mended")
    return parser


def _papers(command: _Command) -> None:
    one = command(
        "add", "Add papers: ids, DOIs, addresses, any text, or files (.jsonl, .jsonl.gz); - is standard input"
    )
    one.add_argument("what", metavar="WHAT", nargs="+", help="ids, DOIs, addresses, texts or files")
    one.add_argument(
        "--status", type=_status, default=Status.INBOX, metavar="S", help=f"what new papers are: {', '.join(Status)}"
    )
    one.add_argument("--dry-run", action="store_true", help="say what would be asked for, and ask nothing")
    one = command("papers", "List papers, newest first")
    one.add_argument(
        "query", metavar="QUERY", nargs="?", help='words, "a phrase", -word, author:, cat:, tag:, status:, after: …'
    )
    one.add_argument("--limit", metavar="N", type=_count, default=50, help="at most so many, 50 if none is named")
    one.add_argument("--sort", choices=SORTS, default="date", help="the order; relevance is for words")
    one = command("show", "Show a paper")
    _paper(one)
    one = command("edit", "Edit a paper and its write-up")
    _paper(one)
    one.add_argument("--why", metavar="TEXT", help="- reads standard input")
    one.add_argument("--insights", metavar="TEXT", help="- reads standard input")
    one.add_argument("--status", type=_status, metavar="S", help=", ".join(Status))
    one.add_argument("--tag", action="append", default=[], metavar="T", help="a tag more; may be repeated")
    one.add_argument("--untag", action="append", default=[], metavar="T", help="a tag less; may be repeated")
    one.add_argument("--link", action="append", default=[], metavar="URL", help="code, a demo, a project page")
    one.add_argument("--title", action="append", default=[], metavar="T", help="of the link before it")
    one.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=TEXT",
        type=_setting,
        help="title, authors, published, url; authors parted by ;",
    )
    one = command("figure", "Add a figure to a paper, or change its texts")
    _paper(one)
    one.add_argument("file", metavar="FILE", help="a PNG, JPEG, GIF, WebP or SVG file")
    one.add_argument("--caption", metavar="T", help="what stands below it")
    one.add_argument("--source", metavar="T", help="where it is from")
    one.add_argument("--alt", metavar="T", help="what it shows, for who can't see it")
    one = command("search-arxiv", "Search arXiv")
    one.add_argument("query", metavar="QUERY", help='words, "a phrase", -word')
    one.add_argument("--author", metavar="A", help="a name")
    one.add_argument("--category", metavar="C", help="such as cs.CL")
    one.add_argument("--limit", metavar="N", type=_count, default=50, help="at most so many, 50 if none is named")
    one.add_argument("--add", action="store_true", help="put what is found into the inbox")


def _issues(command: _Command) -> None:
    actions = command("issue", "Make, show and order issues").add_subparsers(
        dest="action", metavar="ACTION", parser_class=Parser
    )

    def action(name: str, help: str) -> Parser:
        return command(name, help, actions)

    one = action("new", "Make an issue")
    one.add_argument("title", metavar="TITLE", help="of the issue")
    _head(one)
    one = action("edit", "Edit an issue's own fields")
    _issue(one)
    one.add_argument("--title", metavar="T", help="a new title")
    _head(one)
    one.add_argument("--cover", metavar="FILE", help="a picture for its head")
    one.add_argument("--names", choices=SHAPES, help="how many authors a byline names")
    one.add_argument(
        "--status", choices=[status.value for status in IssueStatus], help="published: its papers are, too"
    )
    one = action("section", "Make, edit, move or remove a section")
    _issue(one)
    one.add_argument("name", metavar="NAME", help='its title; "" is what stands before the first')
    one.add_argument("--title", metavar="T", help="a new name")
    one.add_argument("--text", metavar="TEXT", help="- reads standard input")
    one.add_argument("--at", metavar="N", type=_count, help="its place, counted from 1")
    one.add_argument("--remove", action="store_true", help="take it out, with its entries")
    action("list", "List the issues")
    for name, help in (("show", "Show an issue"), ("check", "Hold an issue against the rules")):
        _issue(action(name, help))
    one = action("add", "Put papers, mentions, links or a text into an issue")
    _issue(one)
    one.add_argument("what", metavar="WHAT", nargs="*", help="ids, DOIs, addresses, keys of papers")
    one.add_argument("--section", metavar="NAME", required=True, help="made at the end if it is not there")
    one.add_argument(
        "--as", dest="kind", choices=[kind.value for kind in Kind], help="what they become; else paper or link"
    )
    one.add_argument("--title", metavar="T", help="of a link")
    one.add_argument("--text", metavar="TEXT", help="- reads standard input")
    one.add_argument("--at", metavar="N", type=_count, help="the place of the first, counted from 1; else the end")
    one = action("move", "Move an entry")
    _issue(one)
    one.add_argument("entry", metavar="ENTRY", type=_count, help="its number in `issue show`")
    one.add_argument("--section", metavar="NAME", required=True, help="made at the end if it is not there")
    one.add_argument("--at", metavar="N", type=_count, required=True, help="its place there, counted from 1")
    one = action("remove", "Take an entry out of an issue")
    _issue(one)
    one.add_argument("entry", metavar="ENTRY", type=_count, help="its number in `issue show`")


def _paper(parser: Parser) -> None:
    parser.add_argument("paper", metavar="PAPER", help="number, arXiv id, DOI or citation key")


def _issue(parser: Parser) -> None:
    parser.add_argument("issue", metavar="ISSUE", help="slug, edition or number")


def _head(parser: Parser) -> None:
    parser.add_argument("--edition", metavar="E", help='such as "April 2022"')
    parser.add_argument("--date", metavar="D", type=_date, help="YYYY-MM-DD")
    parser.add_argument("--lead", metavar="TEXT", help="- reads standard input")


def _status(text: str) -> Status:
    try:
        return Status(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"no status {text!r}; there are {', '.join(Status)}") from error


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1 or len(text) > 9:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1")
    return int(text)


def _size(text: str) -> tuple[int, int]:
    size = parse_size(text)
    if size is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no size such as 1440x900")
    return size


def _date(text: str) -> str:
    try:
        day = date.fromisoformat(text).isoformat() if text else ""
        if day != text:  # fromisoformat reads more forms than one
            raise ValueError(text)
        return day
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2022-04-06") from error


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or name not in ("title", "authors", "published", "url"):
        raise argparse.ArgumentTypeError(f"{text!r} is not title, authors, published or url, = and a text")
    if name == "published":
        value = _date(value)
    return name, value
