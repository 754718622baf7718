"""Lists in one text field: a thing a line, its parts between bars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms


class ListedField(forms.CharField):
    """Lines of a text area, each a record with the same parts in the same order.

    Args:
        parts: Name of each part.
        needed: How many of them, from the first, every line must have.
        example: A line, for the hint and for messages.
    """

    def __init__(
        self, *, parts: Sequence[str], needed: int, example: str, label: str, rows: int = 3
    ) -> None:
        self.parts, self.needed, self.example = tuple(parts), needed, example
        super().__init__(
            label=label,
            required=False,
            max_length=20_000,
            help_text=f"One a line, such as: {example}",
            widget=forms.Textarea(attrs={"rows": rows}),
        )

    def clean(self, value: Any) -> list[dict[str, str]]:
        """The records.

        Raises:
            ValidationError: If a line has too few or too many parts.
        """
        text = super().clean(value)
        found = []
        for place, line in enumerate(text.splitlines(), 1):
            if not line.strip():
                continue
            pieces = [piece.strip() for piece in line.split("|")]
            if not self.needed <= len(pieces) <= len(self.parts) or not all(pieces[: self.needed]):
                raise forms.ValidationError(
                    f"Line {place} is {line.strip()!r}; expected {' | '.join(self.parts)}, such as "
                    f"{self.example}."
                )
            found.append({n: v for n, v in zip(self.parts, pieces, strict=False) if v})
        return found

    def shown(self, records: Iterable[Mapping[str, Any]]) -> str:
        """Records as lines, as `clean` reads them."""
        return "\n".join(self._line(record) for record in records)

    def _line(self, record: Mapping[str, Any]) -> str:
        pieces = [str(record.get(part) or "") for part in self.parts]
        while len(pieces) > self.needed and not pieces[-1]:
            pieces.pop()
        return " | ".join(pieces)
