"""A first look tells of files that cannot be read yet."""

from __future__ import annotations

import tomllib

import pytest

from northing.sources import load_mapping, mapping_text, peek_file


def test_a_file_that_fits_no_table_shows_what_it_holds_and_lacks(tmp_path):
    file = tmp_path / "ads.csv"
    file.write_text("Cost,When\n$1.50,16-11-2024\n$2.00,17-11-2024\n")
    (peek,) = peek_file(file)
    assert peek.headings == ("Cost", "When")
    assert peek.samples["When"] == ("16-11-2024", "17-11-2024")
    assert (peek.table, peek.missing) == ("spend", ("date", "channel"))
    assert peek.rules["amount"].columns == ("Cost",)


def test_what_a_mapping_says_is_kept_where_it_still_lacks_something(tmp_path):
    file = tmp_path / "ads.csv"
    file.write_text("Cost,When\n$1.50,16-11-2024\n")
    mapping = load_mapping({"table": [{"table": "spend", "columns": {"date": "When"}}]})
    (peek,) = peek_file(file, mapping=mapping)
    assert peek.rules["date"].columns == ("When",)
    assert peek.missing == ("channel", "amount")


def test_every_example_survives_being_written_again(repository):
    files = sorted((repository / "examples").glob("*.toml"))
    assert files
    for file in files:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
        assert tomllib.loads(mapping_text(values)) == values, file.name


@pytest.mark.parametrize("text", ['a "quote"', "line\nbreak", "\x7f\t\\", "ü = €"])
def test_odd_texts_survive_being_written(text):
    values = {"source": text, "constants": {text or "x": text}}
    assert tomllib.loads(mapping_text(values)) == values
