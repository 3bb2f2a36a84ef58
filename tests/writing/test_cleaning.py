"""Nothing that misleads reaches a terminal."""

from hypothesis import given
from hypothesis import strategies as st

from curator.writing.cleaning import for_terminal


@given(st.text())
def test_a_terminal_gets_no_control_and_no_turn_of_direction(text: str) -> None:
    shown = for_terminal(text)
    assert not any((ord(sign) < 32 and sign not in "\n\t") or 0x7F <= ord(sign) < 0xA0 for sign in shown)
    assert not set(shown) & set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_a_terminal_gets_the_rest_as_it_is() -> None:
    assert for_terminal("a\x1b[31mb\r\nc\td é 📰\u202e") == "a[31mb\nc\td é 📰"
