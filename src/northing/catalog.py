"""A folder of one-file entries is a catalogue: the file's name is the entry's key.

Each module of the folder's package holds one `ENTRY`. Other distributions add entries through
an entry point group named like the package (`northing.attribution.rules`, say), whose entry
point names are the keys and whose objects are the entries.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from functools import cached_property
from importlib.metadata import entry_points
from typing import Any, Generic, TypeVar

from northing.errors import BadInput, Unknown

Entry = TypeVar("Entry")


class Catalog(Mapping[str, Entry], Generic[Entry]):
    """The entries of one package folder, loaded on first use, in the order of their keys.

    Args:
        package: Dotted name of the folder's package.
        kind: What an entry is called in messages ("rule", "metric").
        entry_type: The class that each `ENTRY` must be an instance of.

    Raises:
        BadInput: On first use, if a module has no `ENTRY` of the right type, or if an outside
            entry takes a key that is already there.
        Unknown: When a key is looked up that is not in the catalogue.
    """

    def __init__(self, package: str, kind: str, entry_type: type[Entry]) -> None:
        self.package = package
        self.kind = kind
        self.entry_type = entry_type

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        found = dict(self._own())
        for point in entry_points(group=self.package):
            if point.name in found:
                raise BadInput(f"{self.kind} {point.name!r} of {point.value} is already there.")
            found[point.name] = self._checked(point.name, point.load())
        return dict(sorted(found.items()))

    def _own(self) -> Iterator[tuple[str, Entry]]:
        folder = importlib.import_module(self.package)
        for module_info in pkgutil.iter_modules(folder.__path__):
            if module_info.name.startswith("_"):
                continue
            module = importlib.import_module(f"{self.package}.{module_info.name}")
            yield (
                module_info.name,
                self._checked(module_info.name, getattr(module, "ENTRY", None)),
            )

    def _checked(self, key: str, entry: object) -> Entry:
        if not isinstance(entry, self.entry_type):
            raise BadInput(
                f"{self.kind} {key!r} in {self.package} has no ENTRY that is a "
                f"{self.entry_type.__name__} (found {type(entry).__name__})."
            )
        return entry

    def __getitem__(self, key: str) -> Entry:
        try:
            return self._entries[key]
        except KeyError:
            raise Unknown(self.kind, str(key), self._entries) from None

    def get(self, key: str, default: Any = None) -> Any:
        """The entry, or the default where there is none."""
        return self._entries.get(key, default)

    def values(self) -> ValuesView[Entry]:
        """The entries in the order of their keys."""
        return self._entries.values()

    def items(self) -> ItemsView[str, Entry]:
        """Keys and entries in the order of the keys."""
        return self._entries.items()

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)
