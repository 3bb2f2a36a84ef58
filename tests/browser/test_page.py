"""The page in Chromium: axe finds nothing, nothing is wider than the window or loaded from elsewhere, and its HTML is valid."""

import json
import random
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from curator.domain.issues import Cover, Entry, Kind, Section
from curator.domain.papers import Figure, Link
from curator.domain.progress import Progress
from curator.export.html import render, render_beside
from curator.jobs import sample
from curator.jobs.desk import Desk
from curator.jobs.export import export
from curator.library.library import create_library, open_library
from curator.net import Net
from curator.settings import load
from curator.writing.assembly import assemble
from tests.issues import OTHER_PICTURE, PICTURE, issue, manuscript, paper, small_manuscript

HERE = Path(__file__).parent
TOOLS = HERE / "node_modules"

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def chromium() -> str:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("there is no Chromium on this machine")
    if not TOOLS.is_dir():
        pytest.skip("the tools are not installed: make browser-tools")
    return found


@pytest.fixture(scope="module")
def validator() -> Path:
    if shutil.which("node") is None or not TOOLS.is_dir():
        pytest.skip("the tools are not installed: make browser-tools")
    return TOOLS / ".bin" / "html-validate"


@pytest.fixture(scope="module")
def sample_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The sample issue, exported as an editor would."""
    folder = tmp_path_factory.mktemp("sample")
    create_library(folder / "sample.curator")
    library = open_library(folder / "sample.curator", now=lambda: datetime(2022, 4, 6, tzinfo=UTC))
    settings = load({})
    desk = Desk(library, Net(settings.named_hosts), settings)
    yield export(desk, sample.fill(desk, Progress()), "html", folder / "page.html", Progress()).path
    library.close()


def looked_at(chromium: str, *pages: Path) -> list[str]:
    """What is wrong with the pages, in words."""
    command = ["node", str(HERE / "page.mjs"), chromium, *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def validated(validator: Path, *pages: Path) -> str:
    command = [str(validator), "--config", str(HERE / "html-validate.json"), "--formatter", "text", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, check=False)
    return done.stdout + done.stderr


def test_the_sample_is_a_page_for_everyone(chromium: str, sample_page: Path) -> None:
    assert looked_at(chromium, sample_page) == []


def test_the_sample_is_valid_html(validator: Path, sample_page: Path) -> None:
    assert validated(validator, sample_page) == ""


def test_a_page_with_one_of_everything_is_valid_and_for_everyone(
    chromium: str, validator: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(render(assemble(small_manuscript())).text)
    assert looked_at(chromium, page) == []
    assert validated(validator, page) == ""


def test_a_page_with_its_figures_beside_it_shows_them(chromium: str, tmp_path: Path) -> None:
    rendered = render_beside(assemble(small_manuscript()))
    (tmp_path / "figures").mkdir()
    for output in rendered.files:
        (tmp_path / output.name).write_bytes(output.data)
    (tmp_path / "page.html").write_bytes(rendered.text)
    assert looked_at(chromium, tmp_path / "page.html") == []


PIECES = [
    "[@a]", "[@a; @b]", "](https://e.org)", "[", "![", "](", "javascript:x)", "<script>", "</p>", "<!--", "-->", "`", "```\n", "$", "$$", "\n\n",
    f"\n![]({PICTURE})\n", "\n# ", "\n## two\n", "\n###### six\n", "\n#\n", "\n- ", "\n10. ", "\n> ", "|", "\n| a | |\n|---|:-:|\n| x | $y$ |\n", "**", "_", "\\",
    "&lt;", "&#1;", "¶", "\x00", "\x85", "\ufdd0", "\ud800", "\u2028", "\t", "    ", '"', "'", ' onerror="', "words ", "W" * 120, r"$\frac{a}{b}$", "$x<y$",
    "$$\n\\begin{matrix}1&2\\\\3&4\\end{matrix}\n$$\n", "$$\\sum_{i=0}^n x_i + aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa$$", "[l](http://a.b/ü?x=[1]|2)",
    "<http://x.y/%zz>", "[m](mailto:a@b.c?s=x y)", "[p](http://xn--lsa/)", "![i](http://a.b/c.png)", "[![](x)](http://q.r)", "\n[r]: https://e.org/[@a]\n",
]  # fmt: skip


def hostile_page(seed: int) -> bytes:
    """A page of an issue in which every text is a random heap of what may break one."""
    choose = random.Random(seed)

    def text(most: int = 20) -> str:
        return "".join(choose.choice(PIECES) for _ in range(choose.randrange(most)))

    def line() -> str:
        return text(5)

    first = paper(1, line(), (line(), line()), key="a", url=line(), why=text() + "[@b]", insights=text(40),
                  links=(Link(line(), "https://x.y/" + line()),), figures=(Figure(PICTURE, line(), line(), line()), Figure(OTHER_PICTURE)))  # fmt: skip
    second = paper(5, line(), (), key="é/x:1", insights=text(40) + "[@é/x:1; @a]")
    entries = (
        Entry(1, Kind.PAPER, 1),
        Entry(2, Kind.LINK, title=line(), url="https://" + line(), text=line()),
        Entry(3, Kind.MENTION, url=line(), text=text() + "[@a]"),
        Entry(4, Kind.TEXT, text=text()),
        Entry(5, Kind.PAPER, 5),
    )
    whole = issue(Section(1, "", text(), (Entry(6, Kind.PAPER, 6),)), Section(2, line(), text(), entries), title=line(), edition=line(), lead=text(),
                  date=choose.choice(["2022-04-06", "2022-13-01", line()]), authors=(line(),), tags=(line(),),
                  cover=Cover(PICTURE, line(), line(), line()))  # fmt: skip
    cited = (paper(2, line(), key="b", url="https://e.f/" + line()),)
    written = manuscript(whole, first, second, paper(6, line()), cited=cited, definitions={"a": text(6)})
    return render(assemble(written)).text


def test_whatever_is_typed_the_page_is_valid_html(validator: Path, tmp_path: Path) -> None:
    pages = [tmp_path / f"{seed}.html" for seed in range(40)]
    for seed, page in enumerate(pages):
        page.write_bytes(hostile_page(seed))
    assert validated(validator, *pages) == ""


def test_whatever_is_typed_nothing_is_wider_than_a_phone_or_loaded_from_elsewhere(
    chromium: str, tmp_path: Path
) -> None:
    pages = [tmp_path / f"{seed}.html" for seed in (1, 2)]
    for page in pages:
        page.write_bytes(hostile_page(int(page.stem)))
    # A heading of nothing but a formula is no heading for axe, and a link of one letter no target: both are as typed.
    as_typed = ("empty-heading", "target-size")
    assert [one for one in looked_at(chromium, *pages) if not any(name in one for name in as_typed)] == []
