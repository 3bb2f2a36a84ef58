"""Which backups are kept: a rule over kind and time."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from curator.domain.backups import Backup, BackupKind, age, to_drop

NOW = datetime(2022, 4, 6, 9, 30, tzinfo=UTC)
PLENTY = 2**50


def backup(at: datetime, kind: BackupKind = BackupKind.WRITING, size: int = 1, fault: str | None = None) -> Backup:
    return Backup(Path(f"{kind.value}-{at.isoformat()}"), kind, at, 1, 1, 1, 1, size, "", fault)


def kept(held: Iterable[Backup], now: datetime = NOW, free: int = PLENTY) -> list[datetime]:
    """When those were made that stay, newest first."""
    there = list(held)
    gone = to_drop(there, now, free)
    return sorted((one.at for one in there if one not in gone), reverse=True)


def test_each_quarter_of_an_hour_leaves_the_last_of_each_hour_day_week_and_month() -> None:
    begin = NOW - timedelta(days=800)
    held: list[Backup] = []
    at = begin
    while at <= NOW:
        held.append(backup(at))
        if at.minute >= 45:
            gone = set(to_drop(held, at, PLENTY))
            held = [one for one in held if one not in gone]
        at += timedelta(minutes=15)
    left = kept(held)
    assert left[:3] == [NOW, NOW - timedelta(minutes=15), NOW.replace(hour=8, minute=45)]
    hours = {(one.date(), one.hour) for one in left}
    assert (
        len([one for one in hours if one >= ((NOW - timedelta(hours=23)).date(), (NOW - timedelta(hours=23)).hour)])
        == 24
    )
    days = {one.date() for one in left}
    assert {(NOW - timedelta(days=number)).date() for number in range(14)} <= days
    assert len({one.isocalendar()[:2] for one in left if NOW - one < timedelta(weeks=8)}) >= 8
    assert len({(one.year, one.month) for one in left}) == 12
    assert len(left) < 24 + 14 + 8 + 12 + 2


def test_everything_is_kept_for_seven_days_and_four_weeks() -> None:
    held = [backup(NOW - timedelta(days=number), BackupKind.EVERYTHING) for number in range(60)]
    ages = [(NOW - at).days for at in kept(held)]
    assert ages[:7] == list(range(7))
    assert ages[7:] == [10, 17]  # Sundays: the week of today, which ends the four, has begun three days ago


def test_each_that_was_made_before_something_stays_for_a_week() -> None:
    held = [
        replace(backup(NOW - timedelta(minutes=number), BackupKind.EVERYTHING), why="before a backup was restored")
        for number in range(6)
    ]
    assert len(kept(held)) == 6
    assert len(kept(held, NOW + timedelta(days=8))) == 2
    many = [replace(held[0], path=Path(f"{n}"), at=NOW - timedelta(minutes=n)) for n in range(50)]
    assert len(kept(many)) == 20


def test_the_newest_two_of_a_kind_stay_without_any_room() -> None:
    held = [backup(NOW - timedelta(days=number), kind, 100) for number in range(10) for kind in BackupKind]
    assert len(kept(held, free=0)) == 4


def test_what_has_no_room_goes_oldest_first_and_what_is_large_before_what_is_small() -> None:
    large = [backup(NOW - timedelta(days=number), BackupKind.EVERYTHING, 1000) for number in range(7)]
    small = [backup(NOW - timedelta(days=number), size=10) for number in range(7)]
    left = [one for one in (*large, *small) if one not in to_drop([*large, *small], NOW, free=40_700 - 7_070)]
    assert left == [*large[:4], *small]


def test_a_clock_that_went_wrong_costs_no_backup_that_was_just_made() -> None:
    future = [backup(NOW + timedelta(days=3650 + number), BackupKind.EVERYTHING, 10) for number in range(3)]
    today = backup(NOW, BackupKind.EVERYTHING, 10)
    assert today.at in kept([*future, today], free=0)
    back = NOW - timedelta(days=20_000)
    old = [backup(NOW - timedelta(days=number), BackupKind.EVERYTHING, 10) for number in range(3)]
    assert kept([*old, backup(back, BackupKind.EVERYTHING, 10)], now=back, free=0) == [old[0].at, old[1].at, back]


def test_what_is_damaged_counts_for_nothing_and_stays() -> None:
    held = [backup(NOW - timedelta(minutes=number), fault="cut") for number in range(5)]
    sound = [backup(NOW - timedelta(days=1, minutes=number)) for number in range(5)]
    assert kept([*held, *sound]) == [one.at for one in (*held, *sound[:2])]


@given(
    st.lists(
        st.tuples(st.integers(-10_000, 1_000_000), st.sampled_from(BackupKind), st.integers(0, 10**9)), max_size=40
    ),
    st.integers(0, 10**12),
)
def test_dropping_again_drops_nothing_more(rows: list[tuple[int, BackupKind, int]], free: int) -> None:
    held = [backup(NOW - timedelta(minutes=minutes), kind, size) for minutes, kind, size in rows]
    held = list({one.path: one for one in held}.values())
    gone = to_drop(held, NOW, free)
    left = [one for one in held if one not in gone]
    assert to_drop(left, NOW, free + sum(one.bytes for one in gone)) == []
    for kind in BackupKind:
        assert len([one for one in left if one.kind is kind]) >= min(2, len([one for one in held if one.kind is kind]))


def test_of_two_of_one_second_the_one_with_the_number_is_the_newer() -> None:
    first, second = (Backup(Path(name), BackupKind.EVERYTHING, NOW, 1, 1, 1, 1, 1, "") for name in ("a.x", "a-2.x"))
    third = Backup(Path("a-10.x"), BackupKind.EVERYTHING, NOW, 1, 1, 1, 1, 1, "")
    assert sorted([third, second, first], key=age) == [first, second, third]
    assert to_drop([first, second, third], NOW, PLENTY) == [first]
