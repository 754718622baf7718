"""The contracts of derived tables: what a refresh writes and what metrics read."""

from __future__ import annotations

import pyarrow as pa
import pytest

from northing.errors import BadInput
from northing.tables import CONTRACTS, DERIVED, Column, Derived
from northing.tables.derived_table import PLAN

every_table = pytest.mark.parametrize("name", list(DERIVED))


@every_table
def test_it_is_made_from_canonical_tables(name):
    derived = DERIVED[name]
    assert derived.title
    assert derived.made_from
    assert set(derived.made_from) <= {*CONTRACTS, PLAN}
    assert name not in CONTRACTS


@every_table
def test_its_money_is_exact_and_has_no_currency_of_its_own(name):
    assert DERIVED[name].columns
    for column in DERIVED[name].columns:
        assert column.type != "currency"
        if column.type == "money":
            assert DERIVED[name].schema.field(column.name).type == pa.decimal128(18, 4)


@every_table
def test_tables_with_people_in_them_say_so(name):
    people = any(column.type == "person" for column in DERIVED[name].columns)
    assert DERIVED[name].person_level == people


def test_credit_is_wide_by_rule():
    names = DERIVED["credit_places_daily"].schema_for(["w_shaped"]).names
    assert names[-2:] == ["conversions_w_shaped", "value_w_shaped"]
    assert DERIVED["spend_daily"].schema_for(["linear"]) == DERIVED["spend_daily"].schema


def test_a_column_named_twice_is_refused():
    twice = (Column("date", "date"), Column("date", "date"))
    with pytest.raises(BadInput, match="twice"):
        Derived(title="x", columns=twice, made_from=("spend",))
