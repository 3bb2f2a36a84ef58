"""A question that was answered wrongly is asked again, a few times, with pauses."""

import email.utils
import time

import pytest

from curator.domain.progress import Cancelled
from curator.net import NoAnswer, WrongAnswer, patiently
from curator.net.faults import refusal, retry_after
from tests.net.servers import Patient


class Service:
    """Fails as it is told, then answers; counts how often it was asked."""

    def __init__(self, *faults: Exception) -> None:
        self.faults = list(faults)
        self.asked = 0

    def __call__(self) -> str:
        self.asked += 1
        if self.faults:
            raise self.faults.pop(0)
        return "answer"


@pytest.mark.parametrize(("delay", "waits"), [(3.0, [3, 6, 12]), (1.5, [1.5, 3, 6]), (0.0, [0, 0, 0])])
def test_four_tries_and_longer_pauses(delay: float, waits: list[float]) -> None:
    progress, service = Patient(), Service(*[WrongAnswer("wrong") for _ in range(3)])
    assert patiently(service, progress, delay=delay) == "answer"
    assert progress.waits == waits
    progress, service = Patient(), Service(*[WrongAnswer(f"wrong {n}") for n in range(9)])
    with pytest.raises(WrongAnswer, match="wrong 3"):
        patiently(service, progress, delay=delay)
    assert service.asked == 4
    assert progress.waits == waits


def test_the_service_says_how_long() -> None:
    progress, service = (
        Patient(),
        Service(WrongAnswer("busy", wait=42.0), WrongAnswer("busy", wait=0.0), WrongAnswer("wrong")),
    )
    patiently(service, progress, delay=3)
    assert progress.waits == [42, 0, 12]


def test_no_second_try_where_it_has_no_use() -> None:
    for fault in (NoAnswer("silence"), WrongAnswer("never", again=False), ValueError()):
        progress, service = Patient(), Service(fault)
        with pytest.raises(type(fault)):
            patiently(service, progress, delay=3)
        assert (service.asked, progress.waits) == (1, [])


def test_cancel_ends_the_pause() -> None:
    progress, service = Patient(), Service(WrongAnswer("wrong"))
    progress.cancel()
    with pytest.raises(Cancelled):
        patiently(service, progress, delay=3)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("5", 5), (" 90 ", 60), ("-3", 0), ("soon", None), (None, None), ("1.5", None), ("9" * 99, 60), ("", None)],
)
def test_retry_after_is_read(value: str | None, seconds: float | None) -> None:
    assert retry_after(value) == seconds


def test_retry_after_may_be_a_date() -> None:
    assert retry_after(email.utils.formatdate(time.time() + 30, usegmt=True)) == pytest.approx(30, abs=2)
    assert retry_after(email.utils.formatdate(time.time() - 30, usegmt=True)) == 0
    assert retry_after(email.utils.formatdate(time.time() + 9000, usegmt=True)) == 60


@pytest.mark.parametrize(
    ("status", "again", "words"),
    [
        (400, False, "did not understand"),
        (403, False, "refused"),
        (429, True, "too often"),
        (500, True, "out of order"),
        (503, True, "out of order"),
        (204, False, "refused"),
    ],
)
def test_each_status_has_its_sentence(status: int, again: bool, words: str) -> None:
    fault = refusal("arXiv", status, {})
    assert fault is not None
    assert fault.again is again
    assert words in str(fault)
    assert str(status) in str(fault)
    assert refusal("arXiv", 200, {}) is None
