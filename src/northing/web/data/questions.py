"""The possible answers to a reader's question, as choices."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_ASSIGNMENT = re.compile(r"(?<![\w{])([a-z_]+) = (\{[^{}]*\}|\"[^\"]*\"|\[[^\]]*\]|true|false|\d+)")


@dataclass(frozen=True)
class Question:
    """One question of the reader.

    Attributes:
        text: The sentence.
        choices: Lines of a mapping, each of which answers it.
    """

    text: str
    choices: tuple[str, ...]


def question_of(sentence: str) -> Question:
    """Find the lines of a mapping that a question names as its answers.

    Examples:
        >>> question_of('Cost: 1.234; say decimal = "," or decimal = "." in a mapping.').choices
        ('decimal = ","', 'decimal = "."')
    """
    found = (f"{name} = {value}" for name, value in _ASSIGNMENT.findall(sentence))
    return Question(sentence, tuple(dict.fromkeys(one for one in found if _is_whole(one))))


def answer_values(line: str) -> Mapping[str, Any]:
    """The values of an answer's line.

    Raises:
        TOMLDecodeError: If it is none.
    """
    return tomllib.loads(line)


def _is_whole(line: str) -> bool:
    """Whether it is a line that needs no filling in."""
    try:
        tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False
    return "…" not in line
