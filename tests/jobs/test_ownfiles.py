import os
import sys
from pathlib import Path

import pytest

from curator.jobs.ownfiles import ENDINGS, belongs_to


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("is_there", [True, False])
def test_a_library_and_what_stands_beside_it_are_its_own(tmp_path: Path, ending: str, is_there: bool) -> None:
    library = tmp_path / "l.curator"
    own = Path(f"{library}{ending}")
    if is_there:
        own.write_bytes(b"")
    assert belongs_to(library, own)
    assert belongs_to(library, tmp_path / "." / own.name)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_no_link_hides_a_file_of_the_library(tmp_path: Path) -> None:
    library = tmp_path / "l.curator"
    library.write_bytes(b"")
    soft, hard, late, loop = (tmp_path / name for name in ("soft", "hard", "late", "loop"))
    soft.symlink_to(library)
    os.link(library, hard)
    late.symlink_to(f"{library}-wal")
    loop.symlink_to(loop)
    assert belongs_to(library, soft) and belongs_to(library, hard) and belongs_to(library, late)
    assert not belongs_to(library, loop)


def test_other_files_are_not_the_librarys(tmp_path: Path) -> None:
    library = tmp_path / "l.curator"
    (tmp_path / "l.curator.html").write_bytes(b"")
    for name in ("l.curator.html", "other", "l.curator-journal2", "no\0name"):
        assert not belongs_to(library, tmp_path / name)
