"""The program killed while one types at the keyboard: the library is whole, and no more than the last second is gone."""

import random
import threading
import time

import pytest

from tests.desktop.screen.person import PATIENCE, Person

SECOND = 1.0
WORDS = ("the", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "dog")


def kill_while_typing(person: Person, after: float) -> None:
    """Types into an empty field until the window is killed, `after` seconds later."""
    window = person.open_window()
    person.see(id="paperTitle", name="A paper")
    person.click(person.see(id="whyEditor"))
    person.is_at(id="whyEditor")
    killed: list[float] = []

    def kill() -> None:
        window.kill()
        killed.append(time.monotonic())

    timer = threading.Timer(after, kill)
    timer.start()
    typed: list[tuple[float, str]] = []
    number = 0
    while not killed:
        person.write(f"{WORDS[number % len(WORDS)]} ")
        typed.append((time.monotonic(), WORDS[number % len(WORDS)]))
        number += 1
    window.wait(PATIENCE)
    timer.join()
    person.sees_not(role="frame")
    assert person.command("doctor")["findings"] == []
    text = str(person.command("show", "1")["why"] or "")
    whole = " ".join(word for _, word in typed)
    safe = " ".join(word for at, word in typed if at < killed[0] - SECOND)
    assert whole.startswith(text)
    assert len(text) >= len(safe)


def kills(person: Person, number: int) -> None:
    chance = random.Random(20220406)
    file = person.library.with_name("works.jsonl")
    file.write_text('{"title": "A paper", "authors": ["Ada Lovelace"]}\n', "utf-8")
    assert person.command("add", str(file))["added"] == 1
    for _ in range(number):
        person.command("edit", "1", "--why", "")
        kill_while_typing(person, chance.uniform(0.3, 4.0))


def test_two_kills_while_one_types(person: Person) -> None:
    kills(person, 2)


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_twenty_kills_while_one_types(person: Person) -> None:
    kills(person, 20)
