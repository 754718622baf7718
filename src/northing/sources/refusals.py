"""What is said of tables that cannot be loaded: the nearest fit, what it lacks, what to write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

SHOWN_HEADINGS = 12
SHOWN_NAMES = 3


def listed(names: Sequence[str]) -> str:
    """Join names as a sentence does.

    Examples:
        >>> listed(["month"]), listed(["month", "category", "department"])
        ('month', 'month, category and department')
    """
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def lacks(names: Sequence[str]) -> str:
    """Say which required columns are lacking.

    Examples:
        >>> lacks(["date"])
        'lacks the required column date'
    """
    return f"lacks the required column{'s' if len(names) > 1 else ''} {listed(names)}"


def not_understood(headings: Sequence[str]) -> str:
    """Name the headings that nothing was made of, the first dozen."""
    if not headings:
        return ""
    shown = ", ".join(repr(heading) for heading in headings[:SHOWN_HEADINGS])
    more = len(headings) - SHOWN_HEADINGS
    return f" Not understood: {shown}{f' and {more} more' if more > 0 else ''}."


def stub(table: str, missing: Sequence[str]) -> str:
    """The mapping to start from, to be completed with the file's own headings.

    Examples:
        >>> print(stub("costs", ["month", "department"]))
        If it is, say so in a mapping (see docs/loading.md), with the file's headings for "…":
            [[table]]
            table = "costs"
            synonyms = { month = ["…"], department = ["…"] }
    """
    wanted = ", ".join(f'{name} = ["…"]' for name in missing)
    return (
        'If it is, say so in a mapping (see docs/loading.md), with the file\'s headings for "…":\n'
        f'    [[table]]\n    table = "{table}"\n    synonyms = {{ {wanted} }}'
    )


def grouped_refusals(texts: Iterable[str]) -> tuple[str, ...]:
    """Say once what is said alike of several tables; the advice below each is left out.

    Examples:
        >>> grouped_refusals(["a.xlsx, May fits no table.", "a.xlsx, June fits no table."])
        ('a.xlsx, May and June fit no table.',)
        >>> grouped_refusals(["a.csv is empty."])
        ('a.csv is empty.',)
    """
    groups: dict[str, list[str]] = {}
    for text in texts:
        first = text.partition("\n")[0]
        for verb in (" fits no table", " cannot be "):
            name, found, rest = first.partition(verb)
            if found:
                groups.setdefault(found + rest, []).append(name)
                break
        else:
            groups.setdefault(first, []).append("")
    return tuple(_together(names, rest) for rest, names in groups.items())


_OF_SEVERAL = {
    " fits no": " fit no",
    "it comes": "they come",
    "but lacks": "but lack",
    "it lacks": "they lack",
}


def _together(names: list[str], rest: str) -> str:
    names = list(dict.fromkeys(names))
    if len(names) == 1:
        return names[0] + rest
    for one, several in _OF_SEVERAL.items():
        rest = rest.replace(one, several, 1)
    return _parts(names) + rest


def _parts(names: list[str]) -> str:
    """Name some parts, and their file once."""
    file = names[0].partition(", ")[0]
    if all(name.startswith(f"{file}, ") for name in names):
        names = [names[0], *(name.removeprefix(f"{file}, ") for name in names[1:])]
    if len(names) <= SHOWN_NAMES:
        return listed(names)
    return f"{', '.join(names[:SHOWN_NAMES])} and {len(names) - SHOWN_NAMES} more"
