"""Dates as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from northing.sources.convert_dates import DateReader, read
from northing.sources.dates import DateEvidence, DateStyle, NotADate, dates_in, read_moment
from northing.sources.month_names import MONTHS
from northing.tables import Column

ANY = DateStyle(orders=((".", "dmy"),))
AT = Column("at", "instant")


@pytest.mark.parametrize(
    "cell",
    [
        "2025-07-08",
        "2025/7/8",
        "20250708",
        "8.7.2025",
        "08.07.25",
        "Jul 8, 2025",
        "July 8th, 2025",
        "8 Jul 2025",
        "8-Jul-25",
        "8. Juli 2025",
        "8 juil. 2025",
        "8 luglio 2025",
        "8 de julho de 2025",
        "8 de julio de 2025",
        "8 lipca 2025",
        "Tue, 8 Jul 2025",
    ],
)
def test_reads_a_day(cell: str) -> None:
    assert read_moment(cell, ANY).at == datetime(2025, 7, 8)


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("2025-07-08T09:10:11Z", datetime(2025, 7, 8, 9, 10, 11, tzinfo=UTC)),
        ("2025-07-08 11:10:11+02:00", datetime(2025, 7, 8, 9, 10, 11, tzinfo=UTC)),
        ("2025-07-08 09:10:11.5 UTC", datetime(2025, 7, 8, 9, 10, 11, 500000, UTC)),
        ("1751965811", datetime(2025, 7, 8, 9, 10, 11, tzinfo=UTC)),
        ("1751965811000", datetime(2025, 7, 8, 9, 10, 11, tzinfo=UTC)),
        ("1751965811000000", datetime(2025, 7, 8, 9, 10, 11, tzinfo=UTC)),
        ("2025070809", datetime(2025, 7, 8, 9)),
        ("Jul 8, 2025, 9:10 PM", datetime(2025, 7, 8, 21, 10)),
        ("2021-01-07 6:49:18", datetime(2021, 1, 7, 6, 49, 18)),
    ],
)
def test_reads_an_instant(cell: str, at: datetime) -> None:
    assert read_moment(cell, ANY).at == at


@pytest.mark.parametrize(
    ("cell", "grain"), [("2025-07", "month"), ("Jul 2025", "month"), ("2025-W28", "week")]
)
def test_knows_the_grain(cell: str, grain: str) -> None:
    assert read_moment(cell, ANY).grain == grain


@pytest.mark.parametrize(
    "cell", ["2025-02-30", "45123", "soon", "01/02/2025", "25:00", "2025-13-01"]
)
def test_refuses_what_is_no_date(cell: str) -> None:
    with pytest.raises(NotADate):
        read_moment(cell, ANY)


@pytest.mark.parametrize(
    ("cells", "mark", "orders"),
    [
        (["01/02/2025"], "/", {"dmy", "mdy"}),
        (["01/02/03"], "/", {"dmy", "mdy"}),
        (["01/02/2025", "13/02/2025"], "/", {"dmy"}),
        (["01/02/2025", "02/13/2025"], "/", {"mdy"}),
        (["13/02/2025", "02/13/2025"], "/", set()),
        (["01.02.2025"], ".", {"dmy"}),
        (["01-02-2025"], "-", {"dmy", "mdy"}),
        (["25-03-14"], "-", {"dmy", "ymd"}),
        (["99-03-14"], "-", {"ymd"}),
    ],
)
def test_the_order_is_what_all_cells_allow(cells: list[str], mark: str, orders: set[str]) -> None:
    evidence = DateEvidence()
    evidence.add(pa.array(cells))
    assert evidence.orders(mark) == orders


def test_finds_the_range_of_a_report() -> None:
    for line in (
        "July 8, 2025 - July 31, 2025",
        "8. Juli 2025 – 31. Juli 2025",
        "20250708-20250731",
    ):
        assert list(dates_in(line)) == [date(2025, 7, 8), date(2025, 7, 31)]
    assert list(dates_in("Campaign report 2025")) == []


def test_local_times_follow_the_clock_changes() -> None:
    cells = pa.array(
        [
            "2024-03-31 01:59:59",  # before the gap
            "2024-03-31 02:30:00",  # within it: its end
            "2024-03-31 03:00:00",
            "2024-10-27 02:30:00",  # twice: the first
            "2024-02-29 12:00:00",
        ]
    )
    reader = DateReader(DateStyle(), "Europe/Berlin")
    values = read(AT, cells, reader, date(2026, 1, 1)).values.to_pylist()
    assert [value.strftime("%m-%d %H:%M:%S") for value in values] == [
        "03-31 00:59:59",
        "03-31 01:00:00",
        "03-31 01:00:00",
        "10-27 00:30:00",
        "02-29 11:00:00",
    ]


def test_an_instant_in_a_date_column_is_the_local_day() -> None:
    day = Column("date", "date")
    reader = DateReader(DateStyle(), "America/Los_Angeles")
    cells = pa.array(["2025-07-01T03:00:00Z", "2025-07-01T12:00:00Z"])
    values = read(day, cells, reader, date(2026, 1, 1)).values.to_pylist()
    assert values == [date(2025, 6, 30), date(2025, 7, 1)]


def test_the_future_is_refused_where_it_may_not_be() -> None:
    cells = pa.array(["2026-01-01", "2026-01-02"])
    reader = DateReader(DateStyle(), "UTC")
    found = read(Column("date", "date"), cells, reader, date(2026, 1, 1))
    assert found.values.to_pylist() == [date(2026, 1, 1), None]
    later = Column("ends", "date", may_be_future=True)
    assert read(later, cells, reader, date(2026, 1, 1)).values.null_count == 0


DAYS = st.dates(min_value=date(1971, 1, 1), max_value=date(2069, 12, 31))
FORMATS = ("%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y", "%Y-%m-%dT%H:%M")


@given(day=DAYS, form=st.sampled_from(FORMATS))
def test_what_strftime_writes_is_read_back(day: date, form: str) -> None:
    assert read_moment(day.strftime(form), ANY).at.date() == day


@given(name=st.sampled_from(sorted(MONTHS)), day=st.integers(1, 28))
def test_every_month_name_is_read(name: str, day: int) -> None:
    assert read_moment(f"{day} {name} 2025", ANY).at == datetime(2025, MONTHS[name], day)


@given(cell=st.text(max_size=20))
def test_any_text_is_a_moment_or_refused(cell: str) -> None:
    try:
        read_moment(cell, ANY)
    except NotADate as reason:
        assert str(reason)  # noqa: PT017
