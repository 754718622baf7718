"""People are hashed under the workspace's own key; the key is never replaced silently."""

from __future__ import annotations

import stat

import pyarrow as pa
import pytest

from northing.errors import Missing
from northing.workspace.identity import KEY_FILE, Identity, create_identity


@pytest.fixture
def identity(tmp_path):
    create_identity(tmp_path)
    return Identity(tmp_path)


def test_the_key_is_readable_by_its_owner_only(identity, tmp_path):
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_one_person_in_two_spellings_is_one_id(identity):
    assert identity.hash(" Ada@Example.com") == identity.hash("ada@example.com ")
    assert identity.hash(17) == identity.hash("17")
    assert identity.hash("A17") != identity.hash("a17")


def test_an_account_is_not_the_person_of_the_same_name(identity):
    assert identity.account_key("acme") != identity.hash("acme")


def test_two_workspaces_share_no_ids(identity, tmp_path):
    (tmp_path / "other").mkdir()
    create_identity(tmp_path / "other")
    assert Identity(tmp_path / "other").hash("ada") != identity.hash("ada")


def test_a_column_is_hashed_like_its_cells_and_nulls_stay(identity):
    column = pa.chunked_array([["ada", None], ["bob", "ada"]])
    ids, people = identity.hash_column(column)
    ada, bob = identity.hash("ada"), identity.hash("bob")
    assert ids.to_pylist() == [ada, None, bob, ada]
    assert people == {ada: "ada", bob: "bob"}


def test_an_empty_column_is_hashed_to_an_empty_one(identity):
    ids, people = identity.hash_column(pa.chunked_array([], pa.string()))
    assert (len(ids), people) == (0, {})


def test_an_erased_person_is_forgotten_and_marked(identity):
    ada, bob = identity.hash("ada"), identity.hash("bob")
    identity.remember({ada: "ada", bob: "bob"})
    identity.erase([ada])
    assert identity.who([ada, bob]) == {bob: "bob"}
    assert identity.erased() == {ada}


def test_a_lost_key_is_refused_and_not_replaced(identity, tmp_path):
    (tmp_path / KEY_FILE).unlink()
    with pytest.raises(Missing, match="backup"):
        Identity(tmp_path)
    assert not (tmp_path / KEY_FILE).exists()


def test_a_damaged_key_is_refused(identity, tmp_path):
    (tmp_path / KEY_FILE).write_bytes(b"short")
    with pytest.raises(Missing, match="damaged"):
        Identity(tmp_path)
