"""What is corrected in the page is the mapping that the command line takes."""

from __future__ import annotations

import tomllib

import pytest

from northing.errors import BadMapping
from northing.sources import load_mapping, mapping_text, peek_file, rule_values
from northing.web.data.correction import corrected, from_text
from northing.web.data.questions import question_of

CSV = (
    "Ad_ID,Campaign_Name,Clicks,Impressions,Cost,Conversions,Sale_Amount,Ad_Date,Location,Device\n"
    "A1,Brand,3,40,$2.50,1,$9,16-11-2024,Pune,DESKTOP\n"
)


@pytest.fixture
def peek(tmp_path):
    """The file's table as the reader's process hands it over."""
    file = tmp_path / "ads.csv"
    file.write_text(CSV)
    (found,) = peek_file(file)
    return {
        "headings": list(found.headings),
        "table": found.table,
        "rules": {name: rule_values(rule) for name, rule in found.rules.items()},
        "missing": list(found.missing),
        "source": found.source,
        "joined": found.joined,
    }


def form_of(peek, **more):
    """The page's form as the browser sends it before anybody touched it."""
    headings = {rule: column for column, rule in peek["rules"].items() if isinstance(rule, str)}
    fields = {f"to-{n}": headings.get(h, "") for n, h in enumerate(peek["headings"])}
    return {"table": peek["table"], **fields, **more}


def test_the_example_of_the_command_line_comes_out_of_the_page(peek, repository):
    number = {heading: n for n, heading in enumerate(peek["headings"])}
    form = form_of(
        peek,
        currency="USD",
        source="google_ads",
        **{
            f"to-{number['Ad_Date']}": "date",
            f"format-{number['Ad_Date']}": "%d-%m-%Y",
            f"to-{number['Ad_ID']}": "content",
            f"to-{number['Location']}": "country",
            f"to-{number['Sale_Amount']}": "platform_value",
            f"values-{number['Device']}": "DESKTOP = desktop\nMOBILE=mobile\nTABLET = tablet",
            "same-channel": "paid_search",
        },
    )
    wanted = tomllib.loads((repository / "examples" / "dirty_google_ads.toml").read_text())
    made = corrected(form, peek, {})
    assert made == wanted
    assert load_mapping(tomllib.loads(mapping_text(made))) == load_mapping(wanted)


def test_what_nobody_touched_needs_no_mapping(peek):
    whole = {**peek, "missing": []}
    assert corrected(form_of(whole), whole, {}) == {}
    assert corrected(form_of(whole, day_first="true"), whole, {}) == {"day_first": True}


def test_another_table_starts_anew(peek):
    made = corrected(form_of(peek) | {"table": "touches"}, peek, {})
    assert made == {"table": [{"table": "touches"}]}


def test_an_answer_is_taken_for_the_file_or_for_its_column(peek):
    form = form_of(peek, **{"answer-1": 'currency = "CAD"', "line-2": 'amount = "Sale_Amount"'})
    made = corrected(form, peek, {})
    assert made["currency"] == "CAD"
    assert made["table"][0]["columns"]["amount"] == "Sale_Amount"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"to-0": "amount"}, "choose one of them"),
        ({"to-0": "no_such"}, "no_such"),
        ({"table": "no_such"}, "no_such"),
        ({"same-campaign": "Brand"}, "choose one of them"),
        ({"currency": "dollars"}, "currency"),
        ({"time_zone": "Mars/Base"}, "time zone"),
        ({"scale-4": "much"}, "scale"),
        ({"values-1": "no sign"}, "no sign"),
        ({"line-1": "drop table"}, "line of a mapping"),
    ],
)
def test_contradictions_are_sentences(peek, more, said):
    with pytest.raises(BadMapping, match=said):
        corrected({**form_of(peek), **more}, peek, {})


@pytest.mark.parametrize("text", ["= 3", 'nonsense = "x"', '[[table]]\ntable = "none"'])
def test_a_text_that_is_no_mapping_is_refused(text):
    with pytest.raises(BadMapping):
        from_text(text)


def test_what_a_question_leaves_open_is_no_choice():
    said = (
        "Column 'd' (date): '01/02/2026' can be day or month first, and no other cell decides; "
        'say day_first = true or day_first = false in a mapping, or date = { column = "d", '
        'format = "%d/%m/%Y" }.'
    )
    assert question_of(said).choices == (
        "day_first = true",
        "day_first = false",
        'date = { column = "d", format = "%d/%m/%Y" }',
    )
