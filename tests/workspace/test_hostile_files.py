"""Files that mean harm or were handled badly on their way: read right, or refused with a reason."""

from __future__ import annotations

import gzip
import zipfile

import pytest

from northing.errors import AmbiguousFile, BadFile, Missing, NorthingError
from northing.workspace.workspace import Workspace


def total(ws: Workspace, table: str, name: str) -> float:
    sql = f"SELECT sum({name}) AS n FROM facts"
    return float(ws.engine.query(sql, facts=ws.dataset(table))["n"][0].as_py() or 0)


def write(folder, name, content, encoding="utf-8"):
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("name", "content", "encoding", "expected"),
    [
        ("semicolons", "Datum;Kanal;Kosten;Währung\n05.01.2026;email;1.234,56;EUR\n"
         "13.01.2026;email;2,50;EUR\n", "latin-1", 1237.06),
        ("bom", "\ufeffdate,channel,cost,currency\n2026-01-05,email,10.50,EUR\n", "utf-8", 10.5),
        ("preamble and total", "Cost report\nJanuary 2026\n\ndate,channel,cost,currency\n"
         "2026-01-05,email,10.00,EUR\n2026-01-06,email,5.00,EUR\nTotal,,15.00,\n", "utf-8", 15.0),
        ("utf-16", "date\tchannel\tcost\tcurrency\n2026-01-05\temail\t7.25\tEUR\n", "utf-16", 7.25),
        ("thousands", 'date,channel,cost,currency\n2026-01-05,email,"1,234.50",EUR\n', "utf-8",
         1234.5),
    ],
)  # fmt: skip
def test_marks_encodings_and_extra_rows_are_read_right(
    ws, tmp_path, name, content, encoding, expected
):
    text = content.replace("Kanal", "channel").replace("Währung", "currency")
    ws.load("spend", write(tmp_path, f"{name}.csv", text, encoding))
    ws.refresh()
    assert total(ws, "spend_daily", "amount") == expected


def test_reais_of_a_hundred_thousand_are_not_a_hundred(tmp_path):
    ws = Workspace.init(tmp_path / "acme", currency="BRL")
    text = 'date,channel,cost\n2026-01-05,email,R$ 100.000\n2026-01-06,email,"R$ 12.500,75"\n'
    ws.load("spend", write(tmp_path, "reais.csv", text))
    ws.refresh()
    assert total(ws, "spend_daily", "amount") == 112_500.75


def test_an_amount_that_may_be_two_things_is_a_question(ws, tmp_path):
    text = "date,channel,cost,currency\n2026-01-05,email,1.234,EUR\n"
    with pytest.raises(AmbiguousFile, match="decimal") as asked:
        ws.load("spend", write(tmp_path, "unclear.csv", text))
    assert asked.value.questions
    answer = {"decimal": ","}
    ws.load("spend", tmp_path / "unclear.csv", mapping=answer)
    ws.refresh()
    assert total(ws, "spend_daily", "amount") == 1234


def test_a_date_that_may_be_two_days_is_a_question(ws, tmp_path):
    text = "date,channel,cost,currency\n01/02/2026,email,10.00,EUR\n"
    with pytest.raises(AmbiguousFile, match="day_first"):
        ws.load("spend", write(tmp_path, "unclear.csv", text))
    ws.load("spend", tmp_path / "unclear.csv", mapping={"day_first": True})
    ws.refresh()
    days = ws.engine.query("SELECT date FROM s", s=ws.dataset("spend_daily"))
    assert str(days["date"][0].as_py()) == "2026-02-01"


def test_a_renamed_column_is_refused_by_its_name(ws, tmp_path):
    text = "date,channel,what it was,currency\n2026-01-05,email,10.00,EUR\n"
    with pytest.raises(BadFile, match="amount"):
        ws.load("spend", write(tmp_path, "renamed.csv", text))
    assert ws.batches.all() == []


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-03-29 01:30:00", "2026-03-29"),  # the hour before the clocks go forward
        ("2026-03-29 02:30:00", "2026-03-29"),  # an hour that does not exist
        ("2026-10-25 02:30:00", "2026-10-25"),  # an hour that comes twice
        ("2026-10-25 23:59:59", "2026-10-25"),  # the end of a day of 25 hours
        ("2024-02-29 23:30:00", "2024-02-29"),  # a leap day
    ],
)
def test_local_times_fall_on_the_platforms_local_day(ws, tmp_path, at, day):
    text = f"order_id,at,revenue,currency\no1,{at},10.00,EUR\n"
    ws.load("orders", write(tmp_path, "orders.csv", text))
    ws.refresh()
    days = ws.engine.query("SELECT date FROM o", o=ws.dataset("orders_daily"))
    assert str(days["date"][0].as_py()) == day


def test_an_accounts_own_time_zone_and_currency_are_used(tmp_path):
    ws = Workspace.init(tmp_path / "acme", currency="USD", time_zone="Europe/Berlin")
    settings = ws.folder / "northing.toml"
    account = '\n[accounts.shop]\ncurrency = "USD"\ntime_zone = "America/Los_Angeles"\n'
    settings.write_text(settings.read_text() + account)
    ws = Workspace(ws.folder)
    text = "order_id,at,revenue\no1,2026-01-05 20:00:00,10.00\n"
    ws.load("orders", write(tmp_path, "orders.csv", text), mapping={"source": "shop"})
    ws.refresh()
    rows = ws.engine.query('SELECT epoch_us("at") AS us, date FROM c', c=_conversions(ws))
    # Eight in the evening in Los Angeles is five in the morning of the next day in Berlin.
    assert rows["us"][0].as_py() == 1_767_672_000_000_000
    assert str(rows["date"][0].as_py()) == "2026-01-06"


def _conversions(ws: Workspace):
    return ws.dataset("journey_conversions")


def test_a_name_that_climbs_out_of_its_folder_names_nothing(ws, tmp_path):
    inner = tmp_path / "deep" / "er"
    inner.mkdir(parents=True)
    write(tmp_path, "x.csv", "date,channel,cost,currency\n2026-01-05,email,10.00,EUR\n")
    load = ws.load("spend", inner / ".." / ".." / "x.csv")
    stored = {path.name for path in (ws.folder / "lake" / "raw").iterdir()}
    assert stored == {load.batch}
    assert load.file == "x.csv"


def test_a_symbolic_link_stores_what_it_points_to_and_nothing_else(ws, tmp_path):
    real = write(tmp_path, "x.csv", "date,channel,cost,currency\n2026-01-05,email,10.00,EUR\n")
    (tmp_path / "link.csv").symlink_to(real)
    ws.load("spend", tmp_path / "link.csv")
    assert not [path for path in (ws.folder / "lake").rglob("*") if path.is_symlink()]
    assert ws.load("spend", real).already_loaded


@pytest.mark.parametrize("name", ["no\0such.csv", "missing.csv", "."])
def test_what_is_no_file_is_refused(ws, tmp_path, name):
    with pytest.raises((Missing, BadFile)):
        ws.load("spend", f"{tmp_path}/{name}")


def test_a_member_of_an_archive_cannot_choose_its_place(ws, tmp_path):
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w") as archive:
        text = "date,channel,cost,currency\n2026-01-05,email,10.00,EUR\n"
        archive.writestr("../../../escaped.csv", text)
    try:
        ws.load("spend", path)
    except NorthingError as refused:
        assert "escaped" in str(refused)  # noqa: PT017 - either answer is right, a file outside not
    assert not list(tmp_path.rglob("escaped.csv"))


def test_a_small_file_that_unfolds_without_end_is_refused(ws, tmp_path):
    path = tmp_path / "bomb.csv.gz"
    with gzip.open(path, "wb") as file:
        for _ in range(64):
            file.write(b"0" * 8_388_608)
    with pytest.raises(BadFile, match="unfold"):
        ws.load("spend", path)
    assert ws.batches.all() == []


def test_a_file_that_changes_while_it_is_read_is_refused(ws, tmp_path):
    path = write(
        tmp_path, "growing.csv", "date,channel,cost,currency\n2026-01-05,email,10.00,EUR\n"
    )

    steps: list[str] = []

    def grow(step: str) -> None:
        steps.append(step)
        if step == "load:piece" and steps.count(step) == 1:
            with path.open("a") as file:
                file.write("2026-01-06,email,20.00,EUR\n")

    with pytest.raises(BadFile, match="changed while"):
        ws.load("spend", path, progress=grow)
    assert ws.batches.all() == []
    ws.load("spend", path)
    ws.refresh()
    assert total(ws, "spend_daily", "amount") == 30
