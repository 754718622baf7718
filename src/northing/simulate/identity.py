"""Identifiers: cookies before people are known, pseudonyms after, and the links between."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from northing.simulate.clock import FIRST_US, Ints, in_log
from northing.simulate.deals import account_name
from northing.simulate.files import FileSet, choose, instants
from northing.simulate.journeys import EVENT, Touches
from northing.simulate.people import NEVER_US, People
from northing.simulate.world import DEVICES

COOKIE_LINK_RATE = 0.88
ACCOUNT_LINK_RATE = 0.97
NETWORK_LINK_RATE = 0.35
_MIX = 0x9E3779B97F4A7C15
_WORD = (1 << 64) - 1


@dataclass(frozen=True)
class Names:
    """Texts of a block: `words[4 · person + device]` is a cookie, `+ 3` the pseudonym."""

    words: pa.Array
    accounts: tuple[str, ...]

    def cookies(self, person: Ints, device: Ints) -> Ints:
        """Places of cookies in `words`."""
        return person * 4 + device

    def pseudonyms(self, person: Ints) -> pa.Array:
        """E-mail-like names of people, in reserved domains."""
        return self.words.take(pa.array(person * 4 + 3))


def name_people(people: People) -> Names:
    """Make the cookies and the pseudonym of everybody in a block."""
    accounts = tuple(account_name(people, i) for i in range(people.block.accounts))
    words = []
    for token, account in zip(people.token.tolist(), people.account.tolist(), strict=True):
        for device in range(len(DEVICES)):
            mixed = (token * (2 * device + 3) * _MIX) & _WORD
            words.append(f"c.{mixed:016x}")
        home = "shop.example.com" if account < 0 else f"{accounts[account].lower()}.example"
        words.append(f"u{token:015x}@{home}")
    return Names(pa.array(words, pa.string()), accounts)


def touch_names(rng: np.random.Generator, touches: Touches, known_us: Ints) -> Ints:
    """Place in `Names.words` of the identifier under which each touch was recorded."""
    known = touches.at_us >= known_us[touches.person]
    signed_in = known & (rng.random(touches.count) < 0.8)
    by_name = signed_in | (touches.kind >= EVENT)  # events, calls and mails know the address
    return touches.person * 4 + np.where(by_name, 3, touches.device)


def write_identity(
    rng: np.random.Generator,
    people: People,
    names: Names,
    touches: Touches,
    known_us: Ints,
    files: FileSet,
) -> None:
    """Write links and consents for the people whose touches were recorded."""
    _write_links(rng, people, names, touches, known_us, files)
    _write_consents(rng, people, names, touches, known_us, files)


def _write_links(
    rng: np.random.Generator,
    people: People,
    names: Names,
    touches: Touches,
    known_us: Ints,
    files: FileSet,
) -> None:
    cookies = np.unique(touches.person * 4 + touches.device)
    owner = cookies // 4
    is_known = in_log(known_us[owner]) & (rng.random(len(cookies)) < COOKIE_LINK_RATE)
    by_network = (people.account[owner] >= 0) & (known_us[owner] == NEVER_US)
    by_network &= rng.random(len(cookies)) < NETWORK_LINK_RATE
    members = np.flatnonzero((people.account >= 0) & in_log(known_us))
    members = members[rng.random(len(members)) < ACCOUNT_LINK_RATE]
    # a network link is made when the account first shows itself
    network_at = np.maximum(people.entry_us[people.unit[owner[by_network]]], FIRST_US)
    from_word = np.concatenate([cookies[is_known], members * 4 + 3, cookies[by_network]])
    at_us = np.concatenate([known_us[owner[is_known]], known_us[members], network_at])
    to_person = np.concatenate(
        [owner[is_known] * 4 + 3, np.full(len(members) + int(by_network.sum()), -1)]
    )
    to_account = np.concatenate(
        [
            np.full(int(is_known.sum()), -1),
            people.account[members],
            people.account[owner[by_network]],
        ]
    )
    files.write(
        "identity_links",
        "identity_links.parquet",
        {
            "from_id": names.words.take(pa.array(from_word)),
            "to_kind": choose(("person", "account"), (to_account >= 0).astype(np.int64)),
            "to_person": names.words.take(pa.array(to_person, mask=to_person < 0, type=pa.int64())),
            "to_account": choose(names.accounts, to_account),
            "at": instants(at_us, seconds=True),
        },
    )


def _write_consents(
    rng: np.random.Generator,
    people: People,
    names: Names,
    touches: Touches,
    known_us: Ints,
    files: FileSet,
) -> None:
    """Analytics consent of each cookie seen or refused, marketing consent of people known."""
    cookies = np.unique(touches.person * 4 + touches.device)
    refusers = np.flatnonzero(people.refused & in_log(people.entry_us[people.unit]))
    refused = refusers * 4 + (people.mobile[refusers] > 0.5)
    granted = cookies[~people.refused[cookies // 4]]
    changed = refused[in_log(people.granted_later_us[refused // 4])]
    known = np.flatnonzero(in_log(known_us))
    entry = np.maximum(people.entry_us[people.unit], FIRST_US)
    word = np.concatenate([granted, refused, changed, known * 4 + 3])
    at_us = np.concatenate(
        [
            entry[granted // 4],
            entry[refused // 4],
            people.granted_later_us[changed // 4],
            known_us[known],
        ]
    )
    flags = [True, False, True]
    sizes = [len(granted), len(refused), len(changed)]
    agreed = np.concatenate([np.repeat(flags, sizes), rng.random(len(known)) < 0.74])
    purpose = np.concatenate([np.zeros(sum(sizes)), np.ones(len(known))]).astype(np.int64)
    files.write(
        "consents",
        "consents.parquet",
        {
            "person_id": names.words.take(pa.array(word)),
            "purpose": choose(("analytics", "marketing"), purpose),
            "at": instants(at_us, seconds=True),
            "granted": pa.array(agreed),
        },
    )
