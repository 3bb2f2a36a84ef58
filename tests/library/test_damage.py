"""What SQLite says of a damaged file becomes one sentence with a count."""

import pytest

from curator.library.damage import MOST, told


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([f"Page {n}: btreeInitPage() returns error code 11" for n in range(60, 85)], "25 pages of the file are damaged: 60–84"),
        (["*** in database main ***\nTree 5 page 32: btreeInitPage() returns error code 11"], "Page 32 of the file is damaged"),
        (
            ["*** in database main ***\nPage 3: never used\nPage 4: never used", "Page 9: free space corruption", "Page 7: x"],
            "2 pages of the file are damaged: 7, 9; 2 pages belong to nothing",
        ),
        (["database disk image is malformed"], "The file is damaged and does not hold together"),
        (["wrong # of entries in index a"], "The file is damaged and does not hold together (wrong # of entries in index a)"),
        (["Page 2: x", "wrong # of entries in index a", "row 3 missing from index a"], "Page 2 of the file is damaged; 2 things more do not fit"),
        ([f"Page {2 * n}: x" for n in range(1, 10)], "9 pages of the file are damaged: 2, 4, 6, 8, 10, 12 and others"),
    ],
)  # fmt: skip
def test_many_lines_of_the_check_are_one_sentence(lines: list[str], words: str) -> None:
    assert told(lines) == words


def test_of_a_file_with_more_damage_than_is_read_it_says_at_least() -> None:
    assert told([f"Page {n}: x" for n in range(1, MOST + 1)]) == "At least 1,000 pages of the file are damaged: 1–1000"
