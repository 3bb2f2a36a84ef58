"""Resources are found where the package is."""

from curator import assets


def test_the_sample_is_there() -> None:
    assert assets.path("sample", "issue.md").is_file()


def test_what_the_sample_names_is_there() -> None:
    import hashlib
    import re

    text = assets.path("sample", "issue.md").read_text("utf-8")
    named = set(re.findall(r"figures/([0-9a-f]{16}\.[a-z]+)", text))
    assert named
    for name in named:
        data = assets.path("sample", "figures", name).read_bytes()
        assert hashlib.sha256(data).hexdigest()[:16] == name.split(".")[0]
