"""Names and texts inside SQL, quoted so that no value can end its own quotation."""

from __future__ import annotations

from northing.errors import BadInput


def quote_name(name: str) -> str:
    """Quote a column's or a table's name.

    Raises:
        BadInput: If the name is empty or holds a NUL character.

    Examples:
        >>> print(quote_name('the "big" one'))
        "the ""big"" one"
    """
    if not name or "\0" in name:
        raise BadInput(f"{name!r} is not a column or table name; expected text without NUL.")
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """Quote a text value.

    Raises:
        BadInput: If the text holds a NUL character.

    Examples:
        >>> quote_text("it's")
        "'it''s'"
    """
    if "\0" in text:
        raise BadInput(f"{text!r} cannot stand in SQL; expected text without NUL.")
    return "'" + text.replace("'", "''") + "'"
