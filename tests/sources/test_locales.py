"""Files as ten locales write them: every row is read right, or a question is asked."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from northing.errors import AmbiguousFile
from northing.sources import ReadDefaults, load_mapping, read_file

TODAY = date(2026, 6, 30)
DEFAULTS = ReadDefaults(today=TODAY, time_zone="Europe/Berlin")
NARROW = "\u202f"
NBSP = "\u00a0"


@dataclass(frozen=True)
class Locale:
    name: str
    decimal: str
    group: str
    dates: str
    delimiter: str
    encoding: str
    headings: tuple[str, ...]
    preamble: tuple[str, ...]
    total: str
    money: str
    currency: str

    def number(self, value: Decimal | int) -> str:
        sign = "-" if value < 0 else ""
        whole, _, cents = str(abs(value)).partition(".")
        groups = []
        while len(whole) > 3:
            whole, last = whole[:-3], whole[-3:]
            groups.insert(0, last)
        return sign + self.group.join([whole, *groups]) + (self.decimal + cents if cents else "")

    def day(self, value: date) -> str:
        return self.dates.format(d=value.day, m=value.month, y=value.year)

    def amount(self, value: Decimal) -> str:
        return self.money.format(self.number(value))


HEAD = ("channel", "campaign", "amount", "impressions", "clicks")
LOCALES = (
    Locale(
        "de",
        ",",
        ".",
        "{d:02}.{m:02}.{y}",
        ";",
        "utf-8-sig",
        ("Tag", "channel", "Kampagne", "Kosten", "Impressionen", "Klicks"),
        ("Kampagnenbericht", "1. Januar 2025 - 31. Dezember 2025"),
        "Gesamt",
        "{} €",
        "EUR",
    ),
    Locale(
        "fr",
        ",",
        NARROW,
        "{d:02}/{m:02}/{y}",
        ";",
        "utf-8",
        ("jour", "channel", "Campagne", "coût", "impressions", "clics"),
        ("Rapport sur les campagnes",),
        "Total général",
        "{} €",
        "EUR",
    ),
    Locale(
        "it",
        ",",
        ".",
        "{d:02}/{m:02}/{y}",
        ";",
        "cp1252",
        ("data", "channel", "Campagna", "costo", "impressions", "clic"),
        ("Città e campagne",),
        "Totale",
        "€ {}",
        "EUR",
    ),
    Locale(
        "es",
        ",",
        ".",
        "{d}/{m}/{y}",
        ";",
        "latin-1",
        ("fecha", "channel", "campaign", "coste", "impressions", "clics"),
        ("Informe de campañas",),
        "Total",
        "{} EUR",
        "EUR",
    ),
    Locale(
        "pt-BR",
        ",",
        ".",
        "{d:02}/{m:02}/{y}",
        ";",
        "utf-8",
        ("dia", "channel", "campaign", "custo", "impressions", "clicks"),
        (),
        "Total geral",
        "R$ {}",
        "BRL",
    ),
    Locale(
        "en-US",
        ".",
        ",",
        "{m}/{d}/{y}",
        ",",
        "utf-8",
        ("Day", "channel", "Campaign", "Cost", "Impr.", "Clicks"),
        ("Campaign report", '"January 1, 2025 - December 31, 2025"'),
        "Total: Campaigns",
        "US${}",
        "USD",
    ),
    Locale(
        "en-GB",
        ".",
        ",",
        "{d:02}/{m:02}/{y}",
        ",",
        "cp1252",
        ("Date", "channel", "Campaign", "Spend", "Impressions", "Clicks"),
        ("Café campaigns",),
        "Grand total",
        "£{}",
        "GBP",
    ),
    Locale(
        "pl",
        ",",
        NBSP,
        "{d:02}.{m:02}.{y}",
        ";",
        "cp1250",
        ("date", "channel", "campaign", "cost", "impressions", "clicks"),
        ("Wyświetlenia i kliknięcia, źródła płatne",),
        "Łącznie",
        "{} zł",
        "PLN",
    ),
    Locale(
        "sv",
        ",",
        NBSP,
        "{y}-{m:02}-{d:02}",
        "\t",
        "utf-16",
        ("dag", "channel", "campaign", "kostnad", "impressions", "klick"),
        ("Kampanjer på svenska",),
        "Summa",
        "{} SEK",
        "SEK",
    ),
    Locale(
        "de-CH",
        ".",
        "'",
        "{d}.{m}.{y}",
        ";",
        "utf-8",
        ("Datum", "channel", "Kampagne", "Kosten", "Impressionen", "Klicks"),
        ("Kampagnen",),
        "Summe",
        "CHF {}",
        "CHF",
    ),
)


def rows_of(seed: int, count: int = 60) -> list[tuple[date, str, str, Decimal, int, int]]:
    rng = random.Random(seed)  # noqa: S311 - rows, not secrets
    start = date(2025, 1, 1)
    return [
        (
            start + timedelta(days=rng.randrange(365)),
            rng.choice(["paid_search", "display", "social"]),
            rng.choice(["Brand", "Größe & Maß", "Prospecting, new", 'the "one"', "été"]),
            Decimal(rng.randrange(-5_000, 3_000_000)) / 100,
            rng.randrange(2_000_000),
            rng.randrange(5_000),
        )
        for _ in range(count)
    ]


def quoted(cell: str, delimiter: str) -> str:
    if delimiter in cell or '"' in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell


def write(locale: Locale, rows: list, path: Path) -> None:
    lines = list(locale.preamble)
    if lines:
        lines.append("")
    lines.append(locale.delimiter.join(locale.headings))
    for day, channel, campaign, amount, impressions, clicks in rows:
        cells = [locale.day(day), channel, campaign, locale.amount(amount),
                 locale.number(impressions), locale.number(clicks)]  # fmt: skip
        lines.append(locale.delimiter.join(quoted(cell, locale.delimiter) for cell in cells))
    sums = [locale.total, "", "", locale.amount(sum(row[3] for row in rows)),
            locale.number(sum(row[4] for row in rows)), ""]  # fmt: skip
    lines.append(locale.delimiter.join(quoted(cell, locale.delimiter) for cell in sums))
    path.write_bytes("\r\n".join([*lines, ""]).encode(locale.encoding, errors="replace"))


def fits(locale: Locale, rows: list) -> list:
    """Campaign names that the locale's encoding can hold."""
    return [
        (
            *row[:2],
            row[2].encode(locale.encoding, errors="replace").decode(locale.encoding),
            *row[3:],
        )
        for row in rows
    ]


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.name)
@pytest.mark.parametrize("seed", range(6))
def test_every_row_is_read_right(locale: Locale, seed: int, tmp_path: Path) -> None:
    rows = fits(locale, rows_of(seed))
    path = tmp_path / "spend.csv"
    write(locale, rows, path)

    (reading,) = read_file(path, defaults=DEFAULTS)
    batches = list(reading.batches())

    assert reading.table == "spend"
    assert reading.layout.totals_count == 1
    assert [batch.refused.to_pylist() for batch in batches if batch.refused.num_rows] == []
    read = [row for batch in batches for row in batch.table.to_pylist()]
    assert [
        (r["date"], r["channel"], r["campaign"], r["amount"], r["impressions"], r["clicks"])
        for r in read
    ] == rows
    assert {r["currency"] for r in read} == {locale.currency}


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.name)
def test_one_row_is_read_right_or_asked_about(locale: Locale, tmp_path: Path) -> None:
    wrong = asked = 0
    for seed in range(12):
        rows = fits(locale, rows_of(100 + seed, count=1))
        path = tmp_path / f"spend_{seed}.csv"
        write(locale, rows, path)
        try:
            (reading,) = read_file(path, defaults=DEFAULTS)
        except AmbiguousFile as error:
            asked += 1
            assert all("mapping" in question for question in error.questions)  # noqa: PT017
            continue
        read = [row for batch in reading.batches() for row in batch.table.to_pylist()]
        wrong += [(r["date"], r["amount"], r["impressions"], r["clicks"]) for r in read] != [
            (row[0], row[3], row[4], row[5]) for row in rows
        ]
    assert wrong == 0
    assert asked < 12


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.name)
def test_an_answer_settles_what_is_ambiguous(locale: Locale, tmp_path: Path) -> None:
    """Whole thousands on the first twelve days say nothing of marks or order."""
    rows = [
        (date(2025, month, 3), "display", "Brand", Decimal(month * 1000), month * 1000, 7)
        for month in range(1, 12)
    ]
    path = tmp_path / "spend.csv"
    write(locale, rows, path)
    answers = load_mapping(
        {
            "decimal": locale.decimal,
            "day_first": locale.dates.startswith("{d"),
            "encoding": locale.encoding,
        }
    )

    (reading,) = read_file(path, mapping=answers, defaults=DEFAULTS)
    read = [row for batch in reading.batches() for row in batch.table.to_pylist()]

    assert [(r["date"], r["amount"], r["impressions"]) for r in read] == [
        (row[0], row[3], row[4]) for row in rows
    ]
