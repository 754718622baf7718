"""Dates as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from northing.errors import AmbiguousFile
from northing.month_names import MONTHS
from northing.sources import load_mapping, read_file
from northing.sources.convert_dates import DateReader, read
from northing.sources.date_evidence import DateEvidence
from northing.sources.dates import DateStyle, NotADate, dates_in, read_moment
from northing.tables import Column

ANY = DateStyle(orders=((".", "dmy"),))
DAY_FIRST = DateStyle(orders=((".", "dmy"), ("/", "dmy")))
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
        "8. 7. 2025",
        "2025. 07. 08.",
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
        ("20250708T091011Z", datetime(2025, 7, 8, 9, 10, 11, tzinfo=UTC)),
        ("20250708T111011+0200", datetime(2025, 7, 8, 9, 10, 11, tzinfo=UTC)),
        ("20250708T0910", datetime(2025, 7, 8, 9, 10)),
        ("1751965811.25", datetime(2025, 7, 8, 9, 10, 11, 250000, UTC)),
        ("8/7/2025, 3:04 p. m.", datetime(2025, 7, 8, 15, 4)),
        ("8/7/2025, 3:04 p.\u00a0m.", datetime(2025, 7, 8, 15, 4)),
        ("2021-01-07 6:49:18", datetime(2021, 1, 7, 6, 49, 18)),
    ],
)
def test_reads_an_instant(cell: str, at: datetime) -> None:
    assert read_moment(cell, DAY_FIRST).at == at


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
        (["01/02/03"], "/", {"dmy", "mdy", "ymd"}),
        (["24/01/02", "24/01/03"], "/", {"dmy", "ymd"}),
        (["25/12/24"], "/", {"dmy", "ymd"}),
        (["25/12/24", "1/12/24"], "/", {"dmy"}),
        (["25/12/24", "25/12/2024"], "/", {"dmy"}),
        (["25/12/24", "25/12/99"], "/", {"dmy"}),
        (["01/02/03", "01/13/03"], "/", {"mdy"}),
        (["24.01.02"], ".", {"dmy"}),
        (["99.03.14"], ".", {"ymd"}),
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


def _spend(tmp_path: Path, *days: str) -> Path:
    path = tmp_path / "spend.csv"
    rows = [f"{day},display,1.50,EUR" for day in days]
    path.write_text("\n".join(["date,channel,amount,currency", *rows, ""]))
    return path


def test_short_years_first_or_last_are_a_question_that_offers_both(tmp_path: Path) -> None:
    with pytest.raises(AmbiguousFile) as caught:
        read_file(_spend(tmp_path, "24/01/02", "24/01/03"))
    assert "'24/01/02' can be day or year first" in str(caught.value)
    assert "say day_first = true in a mapping" in str(caught.value)
    assert 'format = "%d/%m/%y" or "%y/%m/%d"' in str(caught.value)


def test_the_format_that_the_question_offers_settles_it(tmp_path: Path) -> None:
    mapping = tmp_path / "spend.toml"
    mapping.write_text(
        '[[table]]\ntable = "spend"\n[table.columns]\n'
        'date = { column = "date", format = "%y/%m/%d" }\nchannel = "channel"\n'
        'amount = "amount"\ncurrency = "currency"\n'
    )
    (reading,) = read_file(_spend(tmp_path, "24/01/02"), mapping=load_mapping(mapping))
    (rows,) = reading.batches()
    assert rows.table.column("date").to_pylist() == [date(2024, 1, 2)]


def test_short_years_with_points_are_day_first_with_a_doubt(tmp_path: Path) -> None:
    (reading,) = read_file(_spend(tmp_path, "24.01.02", "24.01.03"))
    assert any("could be year first ('24.01.02')" in doubt for doubt in reading.doubts)
    (reading,) = read_file(_spend(tmp_path, "24.01.02", "4.1.03"))
    assert reading.doubts == ()
