"""Headings that real exports use find their column, and no heading means two columns."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from northing.sources import ReadDefaults, read_file
from northing.sources.headings import match_by_name, names_of, plain
from northing.tables import CONTRACTS


@pytest.mark.parametrize("table", CONTRACTS)
def test_no_heading_means_two_columns_of_a_table(table: str) -> None:
    contract = CONTRACTS[table]
    own = {plain(column.name) for column in contract.columns}
    meant = Counter(
        name
        for column in contract.columns
        for name in {plain(name) for name in names_of(column)}
        if name not in own or name == plain(column.name)  # a column's own name goes first
    )
    assert [name for name, count in meant.items() if count > 1] == []


@pytest.mark.parametrize("table", CONTRACTS)
def test_no_synonym_stands_twice(table: str) -> None:
    for column in CONTRACTS[table].columns:
        assert len(set(column.synonyms)) == len(column.synonyms), column.name


@pytest.mark.parametrize(
    ("table", "column", "headings"),
    [
        ("touches", "person_id", ["customer_email", "E-Mail", "email_address", "Email Address"]),
        ("conversions", "person_id", ["customer_email", "E-Mail", "E-Mail-Adresse"]),
        ("spend", "channel", ["Canal", "Kanal", "canale", "kanał", "Marketing Channel"]),
        ("spend", "amount", ["Montant dépensé", "Betrag", "Ausgaben", "Importe", "Valor gasto"]),
        ("costs", "month", ["Monat", "mois", "mes", "mês", "Miesiąc"]),
        ("costs", "amount", ["Betrag", "coût", "Importo"]),
        ("spend", "currency", ["Währung", "Moneda", "Valuta", "moeda"]),
    ],
)
def test_headings_of_real_exports_are_known(table: str, column: str, headings: list[str]) -> None:
    for heading in headings:
        assert match_by_name(CONTRACTS[table], [heading], {}) == {column: (heading,)}


def test_a_table_of_costs_in_german_needs_no_mapping(tmp_path: Path) -> None:
    path = tmp_path / "kosten.csv"
    path.write_text("Monat;Kategorie;Abteilung;Betrag;Währung\n2026-01;tools;sales;12,50;EUR\n")
    (reading,) = read_file(path, defaults=ReadDefaults())
    assert reading.table == "costs"
