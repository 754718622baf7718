"""Watched places: new files load by themselves, failures are told once, nothing is lost."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from northing.errors import BadInput, BadSetting, Conflict, Missing
from northing.workspace import watch
from northing.workspace.places import Place
from northing.workspace.stores import Found, open_store, public_addresses
from northing.workspace.watch import Watched, failures, seconds_to_next, watch_once
from northing.workspace.workspace import Workspace

SPEND = "date,channel,campaign,amount,currency\n2026-01-05,paid_search,Brand,12.50,EUR\n"


def workspace(tmp_path: Path, *lines: str) -> Workspace:
    ws = Workspace.init(tmp_path / "acme", currency="EUR")
    path = ws.folder / "northing.toml"
    path.write_text(path.read_text() + "\n[[watch]]\n" + "\n".join(lines) + "\n")
    (ws.folder / "inbox").mkdir()
    return Workspace(ws.folder)


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return workspace(tmp_path, 'at = "inbox"', 'pattern = "*.csv"', 'source = "agency"')


def put(ws: Workspace, name: str, text: str, *, age: float = 3600) -> Path:
    path = ws.folder / "inbox" / name
    path.write_text(text, encoding="utf-8")
    os.utime(path, (time.time() - age, time.time() - age))
    return path


def told(seen: tuple[Watched, ...]) -> list[tuple[str, str, int]]:
    return [(one.file, one.outcome, one.rows) for one in seen]


def test_a_new_file_is_loaded_and_published(ws: Workspace) -> None:
    put(ws, "spend.csv", SPEND)
    put(ws, "notes.txt", "not asked for")
    assert told(watch_once(ws)) == [("spend.csv", "loaded", 1)]
    rows = ws.engine.query("SELECT source, amount FROM spend", spend=ws.dataset("spend"))
    assert [(row["source"], float(row["amount"])) for row in rows.to_pylist()] == [("agency", 12.5)]
    assert told(watch_once(ws)) == []


def test_the_same_content_under_another_name_is_known(ws: Workspace) -> None:
    put(ws, "spend.csv", SPEND)
    watch_once(ws)
    put(ws, "again.csv", SPEND)
    assert told(watch_once(ws)) == [("again.csv", "known", 1)]


def test_a_changed_file_is_loaded_anew(ws: Workspace) -> None:
    put(ws, "spend.csv", SPEND)
    watch_once(ws)
    put(ws, "spend.csv", SPEND.replace("12.50", "20.00"))
    assert told(watch_once(ws)) == [("spend.csv", "loaded", 1)]


def test_a_file_still_being_written_waits_until_its_size_is_stable(ws: Workspace) -> None:
    path = put(ws, "spend.csv", SPEND[:50], age=0)
    assert told(watch_once(ws)) == [("spend.csv", "waiting", 0)]
    path.write_text(SPEND, encoding="utf-8")
    assert told(watch_once(ws)) == [("spend.csv", "waiting", 0)]
    assert told(watch_once(ws)) == [("spend.csv", "loaded", 1)]


def test_a_failed_file_is_told_once_kept_and_tried_again_when_it_changes(ws: Workspace) -> None:
    path = put(ws, "odd.csv", "a,b\n1,2\n")
    (one,) = watch_once(ws)
    assert one.outcome == "failed"
    assert "odd.csv" in str(one.reason)
    assert watch_once(ws) == ()
    assert [(seen.file, seen.reason) for seen in failures(ws)] == [("odd.csv", one.reason)]
    assert path.read_text() == "a,b\n1,2\n"
    put(ws, "odd.csv", SPEND)
    assert told(watch_once(ws)) == [("odd.csv", "loaded", 1)]
    assert failures(ws) == ()


def test_a_failed_file_is_tried_again_when_a_mapping_answers_it(tmp_path: Path) -> None:
    ws = workspace(tmp_path, 'at = "inbox"', 'mapping = "answers.toml"')
    (ws.folder / "answers.toml").write_text("")
    put(ws, "spend.csv", SPEND.replace("currency", "x").replace("EUR", "1"))
    assert [one.outcome for one in watch_once(ws)] == ["failed"]
    (ws.folder / "answers.toml").write_text('currency = "EUR"\n')
    assert told(watch_once(ws)) == [("spend.csv", "loaded", 1)]


def test_symbolic_links_and_hidden_files_are_passed_over(ws: Workspace, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text(SPEND)
    (ws.folder / "inbox" / "link.csv").symlink_to(secret)
    put(ws, ".hidden.csv", SPEND)
    assert watch_once(ws) == ()


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("../../etc/x.csv", "x.csv"),
        ("..\\..\\x.csv", "x.csv"),
        ("a\x00b.csv", "ab.csv"),
        ("...", "file"),
        ("Spend (May).csv", "Spend (May).csv"),
    ],
)
def test_a_fetched_file_gets_a_name_of_our_own(key: str, name: str) -> None:
    assert Found(key, 1, 0.0).name == name


def test_a_file_beyond_the_limit_is_refused_while_it_is_fetched(ws: Workspace) -> None:
    from northing.errors import BadFile
    from northing.sources import Limits

    put(ws, "spend.csv", SPEND)
    store = open_store(ws.settings.watch[0], ws.folder)
    (found,) = store.list()
    with pytest.raises(BadFile, match="more than 10 bytes"):
        store.fetch(found, ws.folder / "copy.csv", Limits(received_bytes=10))


def test_places_are_looked_at_when_they_are_due(ws: Workspace) -> None:
    put(ws, "spend.csv", SPEND)
    assert seconds_to_next(ws) == 0
    assert len(watch_once(ws, only_due=True)) == 1
    put(ws, "more.csv", SPEND.replace("12.50", "13.50"))
    assert watch_once(ws, only_due=True) == ()
    assert 0 < seconds_to_next(ws) <= 3600


def test_a_place_that_is_gone_is_said_and_the_others_go_on(tmp_path: Path) -> None:
    ws = workspace(tmp_path, 'at = "nowhere"', "", "[[watch]]", 'at = "inbox"')
    put(ws, "spend.csv", SPEND)
    gone, loaded = watch_once(ws)
    assert (gone.outcome, loaded.outcome) == ("unreachable", "loaded")
    assert "nowhere" in str(gone.reason)


def test_two_watchers_at_once_are_a_conflict(ws: Workspace) -> None:
    with watch._state(ws.folder), pytest.raises(Conflict, match="Another"):
        watch_once(ws)


def test_nothing_to_watch_says_how_to_name_a_place(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"\[\[watch\]\]"):
        watch_once(Workspace.init(tmp_path / "acme"))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (['at = "ftp://x/y"'], "cannot be watched"),
        (['at = "s3://key:secret@bucket/x"'], "credentials"),
        (['at = "inbox"', 'patern = "*"'], "patern"),
        (['pattern = "*"'], "needs `at`"),
        (['at = "inbox"', "every_minutes = 0"], "above 0"),
    ],
)
def test_a_wrong_place_is_refused(tmp_path: Path, lines: list[str], expected: str) -> None:
    with pytest.raises(BadSetting, match=expected):
        workspace(tmp_path, *lines)


@pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "10.0.0.8", "::1", "localhost"])
def test_addresses_on_this_machine_or_a_private_network_are_refused(host: str) -> None:
    with pytest.raises(BadSetting, match="allow_private_addresses"):
        public_addresses(host, 443, allow_private=False)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server that speaks S3 on loopback, with an empty bucket named `inbox`."""
    from moto.server import ThreadedMotoServer

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    try:
        address = f"http://127.0.0.1:{port}"
        store(address).create_dir("inbox")
        yield address
    finally:
        server.stop()


def store(address: str) -> Any:
    from pyarrow import fs

    return fs.S3FileSystem(
        access_key=os.environ["AWS_ACCESS_KEY_ID"],
        secret_key=os.environ["AWS_SECRET_ACCESS_KEY"],
        scheme="http",
        endpoint_override=address.removeprefix("http://"),
        region="us-east-1",
        allow_bucket_creation=True,
    )


def upload(address: str, name: str, text: str) -> None:
    with store(address).open_output_stream(f"inbox/exports/{name}") as target:
        target.write(text.encode())


def test_an_object_store_is_watched_over_its_own_protocol(tmp_path: Path, bucket: str) -> None:
    ws = workspace(
        tmp_path,
        'at = "s3://inbox/exports"',
        'pattern = "*.csv"',
        f'endpoint = "{bucket}"',
        "allow_private_addresses = true",
    )
    upload(bucket, "spend.csv", SPEND)
    upload(bucket, "odd.csv", "a,b\n1,2\n")
    assert sorted(told(watch_once(ws))) == [("odd.csv", "failed", 0), ("spend.csv", "loaded", 1)]
    assert watch_once(ws) == ()
    upload(bucket, "spend.csv", SPEND.replace("12.50", "99.50"))
    assert told(watch_once(ws)) == [("spend.csv", "loaded", 1)]


def test_a_store_on_loopback_is_refused_unless_it_is_meant(tmp_path: Path, bucket: str) -> None:
    ws = workspace(tmp_path, 'at = "s3://inbox/exports"', f'endpoint = "{bucket}"')
    (one,) = watch_once(ws)
    assert one.outcome == "unreachable"
    assert "allow_private_addresses" in str(one.reason)


def test_an_endpoint_of_the_environment_is_checked_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://169.254.169.254")
    with pytest.raises(BadSetting, match="private network"):
        open_store(Place("s3://inbox/exports"), tmp_path)


def test_credentials_come_from_the_environment_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    with pytest.raises(Missing, match="AWS_ACCESS_KEY_ID"):
        open_store(Place("s3://inbox/exports"), tmp_path)
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    with pytest.raises(Missing, match="GOOGLE_APPLICATION_CREDENTIALS"):
        open_store(Place("gs://inbox/exports"), tmp_path)
