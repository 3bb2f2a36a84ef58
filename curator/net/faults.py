"""What can go wrong with a question to a service: one sentence for each, that says what to do."""

import email.utils
import time
from collections.abc import Mapping

from curator.domain.errors import Unreachable

LONGEST_WAIT = 60.0  # seconds that a Retry-After is honoured


class NoAnswer(Unreachable):
    """No connection, or no complete answer in time. To ask again at once, or to ask more, has no use."""


class WrongAnswer(Unreachable):
    """An answer that is not what was asked for. `again`: another try may help, after `wait` seconds if the service named them."""

    def __init__(self, sentence: str, *, again: bool = True, wait: float | None = None) -> None:
        super().__init__(sentence)
        self.again = again
        self.wait = wait


def no_connection(service: str) -> NoAnswer:
    return NoAnswer(f"{service} can't be reached. Check the network connection, then fetch again.")


def not_safe(service: str) -> NoAnswer:
    return NoAnswer(
        f"The connection to {service} is not safe: its certificate does not hold. "
        "Check the date of this computer and the network, then fetch again."
    )


def inside(service: str, told: str) -> NoAnswer:
    return NoAnswer(f"{service} was not asked: {told}. Check the network settings, then fetch again.")


def too_late(service: str, seconds: float) -> NoAnswer:
    return NoAnswer(f"{service} gave no complete answer within {seconds:g} seconds. Fetch again later.")


def no_address(url: str) -> NoAnswer:
    return NoAnswer(f"{url} is no address that can be asked. Check the address of the service in the settings.")


def broken_off(service: str) -> WrongAnswer:
    return WrongAnswer(f"{service} broke off in the middle of its answer. Fetch again later.")


def too_large(service: str, most: int) -> WrongAnswer:
    return WrongAnswer(
        f"{service} sent more than {most // 2**20} MB, which was not read. Ask for less, or fetch again later.",
        again=False,
    )


def led_astray(service: str) -> WrongAnswer:
    return WrongAnswer(
        f"{service} sends from one address to the next without an answer. Log in to the network if it wants that, then fetch again.",
        again=False,
    )


def web_page(service: str) -> WrongAnswer:
    return WrongAnswer(
        f"{service} answered with a web page instead of data. Log in to the network if it wants that, then fetch again."
    )


def refusal(service: str, status: int, headers: Mapping[str, str]) -> WrongAnswer | None:
    """What a status other than 200 means; None for 200. `headers` by lower-case name."""
    if status == 200:
        return None
    wait = retry_after(headers.get("retry-after"))
    if status == 429:
        return WrongAnswer(f"{service} is asked too often at the moment (429). Fetch again in some minutes.", wait=wait)
    if status >= 500:
        return WrongAnswer(f"{service} is out of order at the moment ({status}). Fetch again later.", wait=wait)
    if status == 400:
        return WrongAnswer(f"{service} did not understand the question (400). Check what was asked for.", again=False)
    return WrongAnswer(
        f"{service} refused to answer ({status}). Fetch again later; if it stays so, check the address of the service.",
        again=False,
    )


def retry_after(value: str | None) -> float | None:
    """Seconds that a service asks to wait (RFC 9110, 10.2.3: a number or a date), at most 60; None if it says nothing that can be read."""
    if value is None:
        return None
    try:
        seconds = float(int(value.strip()))
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(value).timestamp() - time.time()
        except (ValueError, TypeError, OverflowError):
            return None
    return min(LONGEST_WAIT, max(0.0, seconds))
