"""What the system refuses, in words that an editor knows."""

import errno
import os
import re

import pytest

from curator.domain.errors import reason


@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.ENOSPC, "full"), (errno.EDQUOT, "used up"), (errno.EROFS, "nothing can"), (errno.EIO, "connected")],
)
def test_a_disk_that_refuses_is_told_without_its_own_words(code: int, words: str) -> None:
    said = reason(OSError(code, os.strerror(code)))
    assert re.search(words, said)
    assert os.strerror(code) not in said


def test_what_has_no_words_of_ours_has_those_of_the_system() -> None:
    assert reason(OSError(errno.ELOOP, "Too many levels of symbolic links")) == "Too many levels of symbolic links"
    assert reason(OSError("odd")) == "odd"
