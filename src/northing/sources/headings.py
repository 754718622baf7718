"""Headings compared as people mean them: without case, accents, spaces and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from northing.money import CURRENCIES
from northing.tables import CONTRACTS, Column, Contract

_EXTRA: Mapping[str, str] = {"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d"}


@cache
def plain(heading: str) -> str:
    """Reduce a heading to what is compared.

    Examples:
        >>> plain("Coût (EUR)") == plain("cout eur")
        True
    """
    lowered = heading.casefold()
    for letter, spelt in _EXTRA.items():
        lowered = lowered.replace(letter, spelt)
    decomposed = unicodedata.normalize("NFKD", lowered)
    kept = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "", kept)


def base(heading: str) -> str:
    """The plain form without the number of a repeated heading and without its currency.

    Examples:
        >>> base("Amount spent (EUR)"), base("Cost (2)")
        ('amountspent', 'cost')
    """
    bare = re.sub(r" \(\d+\)$", "", heading)
    if (code := currency_in(bare)) is not None:
        bare = re.sub(rf"[\s_]*[\[(]{code}[\])]$", "", bare)
    return plain(bare)


def currency_in(heading: str) -> str | None:
    """The currency that a heading names in brackets at its end.

    Examples:
        >>> currency_in("Montant dépensé (EUR)"), currency_in("Clicks (ALL)")
        ('EUR', None)
    """
    found = re.search(r"[\[(]([A-Z]{3})[\])]$", heading.strip())
    # ALL is the Albanian lek, and in a heading it means all.
    return found[1] if found and found[1] in CURRENCIES - {"ALL"} else None


def find(names: Iterable[str], headings: Sequence[str]) -> tuple[str, ...]:
    """Return the file's headings that any of the names mean; exact spellings come first."""
    names = tuple(names)
    exact = [heading for heading in headings if heading in names]
    wanted = {plain(name) for name in names}
    alike = [heading for heading in headings if base(heading) in wanted and heading not in exact]
    return (*exact, *alike)


def names_of(column: Column, more: Sequence[str] = ()) -> tuple[str, ...]:
    """All headings that mean a column: its own name first."""
    return (column.name, *more, *column.synonyms)


def match_by_name(
    contract: Contract,
    headings: Sequence[str],
    synonyms: Mapping[str, Sequence[str]],
    taken: Iterable[str] = (),
) -> dict[str, tuple[str, ...]]:
    """Match a contract's columns to headings; several headings for one column are all given.

    A heading goes to the column that has it as its own name before any that has it as a
    synonym, and serves one column only.
    """
    free = [heading for heading in headings if heading not in set(taken)]
    matched: dict[str, tuple[str, ...]] = {}
    for own_name_only in (True, False):
        for column in contract.columns:
            if column.name in matched:
                continue
            more = tuple(synonyms.get(column.name, ()))
            names = (column.name, *more) if own_name_only else names_of(column, more)
            found = find(names, free)
            if found:
                matched[column.name] = found
                free = [heading for heading in free if heading not in found]
    return matched


@cache
def _vocabulary() -> frozenset[str]:
    from northing.sources.exports import EXPORTS

    known = {
        plain(name)
        for contract in CONTRACTS.values()
        for column in contract.columns
        for name in names_of(column)
    }
    for export in EXPORTS.values():
        for table in export.tables:
            for rule in table.columns.values():
                known.update(plain(name) for name in rule.columns)
            known.update(plain(name) for group in table.signature for name in group)
        for join in export.joins:
            for part in join.parts.values():
                groups = (*part.needs.values(), *part.may.values())
                known.update(plain(name) for group in groups for name in group)
        for aside in export.asides:
            known.update(plain(name) for group in aside.signature for name in group)
    return frozenset(known)


def is_known(heading: str) -> bool:
    """Whether any contract or export knows a heading."""
    return base(heading) in _vocabulary()
