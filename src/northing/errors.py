"""Every error Northing raises, in one tree.

    NorthingError
    ├── BadInput (ValueError)             what was given cannot be used as it is
    │   ├── OutOfRange                    a number outside the range its meaning allows
    │   ├── BadSetting                    `northing.toml` holds a wrong key or value
    │   ├── BadMapping                    a mapping file does not fit its file
    │   ├── BadFile                       a file cannot be read, or is refused
    │   │   └── AmbiguousFile             it can be read in more than one way: a question
    │   └── NotDivisible                  a metric cannot be split by that dimension
    ├── Unknown (LookupError)             a name that is in no catalogue
    ├── Missing (LookupError)             a table, snapshot or key that is not there
    ├── Conflict (RuntimeError)           someone else holds or has changed the thing
    ├── SchemaChanged (RuntimeError)      a stored table and its contract disagree
    ├── StorageFailed (OSError)           the disk or store refused; nothing was lost
    └── ServerStopped (RuntimeError)      the site's server ended though nobody asked it to

A message is one or two sentences: what was received, what was expected, what to do. The same
facts are attributes. Each edge (command line, API, page) translates once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches


class NorthingError(Exception):
    """The root: catch this to catch everything Northing raises on purpose."""


class BadInput(NorthingError, ValueError):
    """What was given cannot be used as it is."""


class OutOfRange(BadInput):
    """A number lies outside the range that its meaning allows.

    Examples:
        >>> print(OutOfRange("lookback_days", -1, "a whole number of days above 0"))
        lookback_days is -1; expected a whole number of days above 0.
    """

    def __init__(self, name: str, received: object, expected: str) -> None:
        self.name = name
        self.received = received
        self.expected = expected
        super().__init__(f"{name} is {received!r}; expected {expected}.")


class BadSetting(BadInput):
    """A settings file holds a wrong key or value."""


class BadMapping(BadInput):
    """A mapping file is wrong, or does not fit the file it maps."""


class BadFile(BadInput):
    """A file cannot be read, or is refused within limits; nothing of it was loaded."""


class AmbiguousFile(BadFile):
    """A file can be read in more than one way; each question is answered in a mapping.

    Attributes:
        questions: One sentence each, naming the column, the readings and the mapping line
            that settles it.
    """

    def __init__(self, file: str, questions: Sequence[str]) -> None:
        self.file = file
        self.questions = tuple(questions)
        listed = "\n".join(f"  - {question}" for question in self.questions)
        super().__init__(f"{file} can be read in more than one way:\n{listed}")


class NotDivisible(BadInput):
    """A metric cannot be split by a dimension that one of its parts does not carry."""


class Unknown(NorthingError, LookupError):
    """A name stands in no catalogue.

    Examples:
        >>> print(Unknown("rule", "lnear", ["first", "linear"]))
        There is no rule 'lnear'. Did you mean 'linear'? Known: first, linear.
    """

    def __init__(self, kind: str, received: str, known: Iterable[str]) -> None:
        self.kind = kind
        self.received = received
        self.known = tuple(sorted(known))
        close = get_close_matches(received, self.known, n=1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        listed = f" Known: {', '.join(self.known)}." if self.known else ""
        super().__init__(f"There is no {kind} {received!r}.{hint}{listed}")


class Missing(NorthingError, LookupError):
    """A table, snapshot, key or file that is needed is not there."""


class Conflict(NorthingError, RuntimeError):
    """Someone else holds the thing, or has changed it meanwhile."""


class SchemaChanged(NorthingError, RuntimeError):
    """A stored table and its contract disagree; loading is frozen until it is settled."""


class StorageFailed(NorthingError, OSError):
    """The disk or the store refused; the published snapshot is still in force."""


class ServerStopped(NorthingError, RuntimeError):
    """The site's server ended though nobody asked it to."""
