"""A library has one window."""

from tests.desktop.screen.person import PATIENCE, Person


def test_a_second_start_on_the_same_library_says_so_and_ends(person: Person) -> None:
    first = person.open_window()
    second = person.start()
    assert second.wait(PATIENCE) == 1
    assert (
        person.screen.errors(second)
        == "letters.curator is open in another window of Curator. Go on there, or close it first.\n"
    )
    assert first.poll() is None
    person.is_at(id="firstField")


def test_a_library_whose_window_was_killed_opens_again(person: Person) -> None:
    window = person.open_window()
    person.is_at(id="firstField")
    window.kill()
    window.wait(PATIENCE)
    person.sees_not(role="frame")
    person.open_window()
    person.is_at(id="firstField")
