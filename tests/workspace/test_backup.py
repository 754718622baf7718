"""A backup holds a workspace whole, is refused when damaged, and brings no erased person back."""

from __future__ import annotations

import gzip
import json
import shutil
import stat
import tarfile
from pathlib import Path

import pytest

from northing.errors import BadFile, BadInput, Conflict, Missing
from northing.workspace.backup import back_up
from northing.workspace.restore import restore
from northing.workspace.workspace import Workspace

CANARY = "canary@example.com"
TOUCHES = f"""person_id,at,channel
{CANARY},2026-01-05T10:00:00Z,email
other@example.com,2026-01-06T10:00:00Z,search
other@example.com,2026-02-01T10:00:00Z,search
"""
ORDERS = f"""order_id,person_id,at,revenue,currency
o1,{CANARY},2026-01-07T10:00:00Z,100,EUR
o2,other@example.com,2026-01-08T10:00:00Z,50,EUR
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("backup")
    made = Workspace.init(home / "acme", currency="EUR")
    for table, text in (("touches", TOUCHES), ("orders", ORDERS)):
        file = home / f"{table}.csv"
        file.write_text(text)
        made.load(table, file)
    made.refresh()
    return made.folder


@pytest.fixture
def workspace(published: Path, tmp_path: Path) -> Workspace:
    """A copy that the test may change."""
    return Workspace(shutil.copytree(published, tmp_path / "acme"))


def people(workspace: Workspace) -> list[int]:
    rows = workspace.engine.query(
        "SELECT DISTINCT person_id FROM t ORDER BY 1", t=workspace.dataset("touches")
    )
    return [*rows["person_id"].to_pylist()]


def test_what_is_restored_says_the_same_and_goes_on(workspace: Workspace, tmp_path: Path) -> None:
    backup = back_up(workspace, tmp_path / "b" / "acme.tar.gz", with_keys=True)
    restored = restore(backup.file, tmp_path / "again").workspace

    assert stat.S_IMODE(backup.file.stat().st_mode) == 0o600
    assert people(restored) == people(workspace)
    revenue = [one.metric("revenue", period="2026-01").total.value for one in (workspace, restored)]
    assert revenue == [150, 150]
    assert restored.refresh().id == workspace.snapshot().id, "nothing has changed"
    more = tmp_path / "more.csv"
    more.write_text(TOUCHES.replace("2026-01-05", "2026-02-05"))
    restored.load("touches", more)
    assert len(people_after(restored)) == 2, "the key is the same, so nobody became a stranger"


def test_what_people_wrote_and_agreed_comes_along(workspace: Workspace, tmp_path: Path) -> None:
    written = {
        "locks.json": "{}",
        "plan.yaml": "run_share: '20'\n",
        "metrics.toml": "",
        "metrics/orders_twice.toml": OWN_METRIC,
    }
    for name, text in written.items():
        path = workspace.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    backup = back_up(workspace, tmp_path / "b" / "acme.tar.gz", with_keys=True)
    restored = restore(backup.file, tmp_path / "again").workspace

    for name, text in written.items():
        assert (restored.folder / name).read_text(encoding="utf-8") == text
    assert "orders_twice" in restored.settings.metrics


OWN_METRIC = """title = "Orders twice"
family = "revenue"
definition = "Orders, of which each counts twice."
unit = "count"
good = "up"
trap = "Twice as many as there are."
numerator = ["orders", "orders"]
"""


def people_after(workspace: Workspace) -> list[int]:
    workspace.refresh()
    return people(workspace)


def test_keys_stay_out_unless_asked_for(workspace: Workspace, tmp_path: Path) -> None:
    backup = back_up(workspace, tmp_path / "acme.tar.gz")

    with tarfile.open(backup.file) as archive:
        assert not [name for name in archive.getnames() if name.endswith(".key")]
    with pytest.raises(Missing, match="--keys"):
        restore(backup.file, tmp_path / "again")
    assert not (tmp_path / "again").exists()
    again = restore(backup.file, tmp_path / "again", keys=workspace.folder).workspace
    assert people(again) == people(workspace)


def test_another_workspaces_key_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    backup = back_up(workspace, tmp_path / "acme.tar.gz")
    other = Workspace.init(tmp_path / "other")

    with pytest.raises(BadInput, match="not the one"):
        restore(backup.file, tmp_path / "again", keys=other.folder)
    assert not (tmp_path / "again").exists()


def test_an_older_backup_does_not_bring_an_erased_person_back(
    workspace: Workspace, tmp_path: Path
) -> None:
    old = back_up(workspace, tmp_path / "old.tar.gz", with_keys=True)
    gone = workspace.identity.hash(CANARY)
    workspace.erase(CANARY)
    back_up(workspace, tmp_path / "new.tar.gz", with_keys=True)

    restored = restore(old.file, tmp_path / "again")

    assert restored.erased == 1
    assert restored.identifiers == (CANARY,)
    assert gone not in people(restored.workspace)
    assert restored.workspace.identity.who([gone]) == {}
    assert CANARY.encode() not in everything(restored.workspace.folder)
    again = tmp_path / "sync.csv"
    again.write_text(TOUCHES)
    restored.workspace.load("touches", again)
    assert gone not in people_after(restored.workspace), "nor does a later sync"


def test_erasures_that_only_the_old_workspace_knows_are_applied_too(
    workspace: Workspace, tmp_path: Path
) -> None:
    old = back_up(workspace, tmp_path / "old.tar.gz", with_keys=True)
    workspace.erase(CANARY)

    without = restore(old.file, tmp_path / "without")
    told = restore(old.file, tmp_path / "told", erasures=[workspace.folder])

    assert (without.erased, told.erased) == (0, 1)
    assert len(people(told.workspace)) == 1


def test_the_list_of_the_erased_names_nobody(workspace: Workspace, tmp_path: Path) -> None:
    workspace.erase(CANARY)
    backup = back_up(workspace, tmp_path / "acme.tar.gz")

    listed = backup.erasures.read_text()
    assert "canary" not in listed
    (mine,) = json.loads(listed).values()
    assert list(mine) == [str(workspace.identity.hash(CANARY))]


def test_a_damaged_backup_is_refused_and_leaves_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    backup = back_up(workspace, tmp_path / "acme.tar.gz", with_keys=True)
    plain = bytearray(gzip.decompress(backup.file.read_bytes()))
    at = plain.index(b'name = "')
    plain[at + 8] ^= 1
    for name, content in (
        ("flipped.tar.gz", gzip.compress(bytes(plain))),
        ("short.tar.gz", backup.file.read_bytes()[:-2_000]),
        ("none.tar.gz", b"no archive"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadFile):
            restore(tmp_path / name, tmp_path / "again")
        assert not (tmp_path / "again").exists()


def test_nothing_is_overwritten(workspace: Workspace, tmp_path: Path) -> None:
    backup = back_up(workspace, tmp_path / "acme.tar.gz", with_keys=True)

    with pytest.raises(Conflict):
        back_up(workspace, backup.file)
    with pytest.raises(Conflict):
        restore(backup.file, workspace.folder)
    with pytest.raises(BadInput):
        back_up(workspace, tmp_path / "acme.zip")


def test_a_backup_during_a_refresh_waits_for_it(workspace: Workspace, tmp_path: Path) -> None:
    settings = workspace.folder / "northing.toml"
    settings.write_text(settings.read_text().replace("wait_seconds = 60", "wait_seconds = 0.1"))
    hurried = Workspace(workspace.folder)

    with workspace.snapshots.publisher(1), pytest.raises(Conflict, match="at work"):
        back_up(hurried, tmp_path / "acme.tar.gz")
    assert not list(tmp_path.glob("*acme.tar.gz*")), "and leaves no half of a file"


def everything(folder: Path) -> bytes:
    """The bytes of all files below a folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_workspace_with_its_lake_elsewhere_gets_a_lake_of_its_own(
    workspace: Workspace, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.move(workspace.folder / "lake", elsewhere)
    settings = workspace.folder / "northing.toml"
    settings.write_text(settings.read_text().replace('lake = "lake"', f'lake = "{elsewhere}"'))
    moved = Workspace(workspace.folder)

    restored = restore(
        back_up(moved, tmp_path / "acme.tar.gz", with_keys=True).file, tmp_path / "again"
    )

    assert restored.workspace.lake.root == tmp_path / "again" / "lake"
    assert people(restored.workspace) == people(moved)
