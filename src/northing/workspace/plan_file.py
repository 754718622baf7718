"""The plan beside the settings: what a refresh publishes and the command line reads.

A site keeps the plan in its database and writes this file at every change; where there is no
site, the file is the plan.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from northing.errors import BadFile, Missing
from northing.lake import storage_errors
from northing.plan import Plan, read_plan, write_plan
from northing.plan.yaml import rewrite_texts
from northing.shelf import Shelf

FILE_NAME = "plan.yaml"
ASIDE = "plan-*.yaml"
"""What somebody wrote into the file beside a site, kept when the site's plan replaced it."""


def read_plan_file(folder: Path) -> Plan:
    """The plan of a workspace; an empty one where there is no file.

    Raises:
        BadFile, BadInput: If the file is not a plan.
    """
    return plan_of_text(plan_text(folder))


def write_plan_file(folder: Path, plan: Plan) -> None:
    """Keep the plan of a workspace; the file is there whole or not at all."""
    write_plan_text(folder, write_plan(plan))


def write_plan_text(folder: Path, text: str) -> None:
    """Keep the plan of a workspace as `write_plan` has it."""
    _put(folder / FILE_NAME, text)


def plan_text(folder: Path) -> str:
    """The file as it stands; empty where there is none.

    Raises:
        BadFile: If it is not UTF-8 text.
    """
    path = folder / FILE_NAME
    try:
        return path.read_text(encoding="utf-8") if path.is_file() else ""
    except UnicodeDecodeError:
        raise BadFile(f"{path.name} is not UTF-8 text.") from None


def digest_of_plan(text: str) -> str:
    """What tells one plan's text from another's; empty for no plan."""
    return hashlib.sha256(text.encode()).hexdigest()[:20] if text.strip() else ""


@dataclass(frozen=True)
class PlanTexts:
    """The plans that snapshots were published with, below the lake's root, by their digest."""

    root: Path

    def keep(self, text: str) -> str:
        """Keep a plan's text, once; its digest. No plan is not kept."""
        digest = digest_of_plan(text)
        path = self._path(digest)
        if digest and not path.exists():
            _put(path, text)
        return digest

    def read(self, digest: str) -> Plan:
        """The plan of a snapshot, by the digest that it names.

        Raises:
            Missing: If it is no longer kept.
        """
        if not digest:
            return Plan()
        path = self._path(digest)
        if not path.is_file():
            raise Missing(f"The plan {digest} of that snapshot is no longer kept: {path} is gone.")
        return plan_of_text(path.read_text(encoding="utf-8"))

    def files(self) -> list[Path]:
        """Every plan that is kept."""
        return sorted((self.root / "plans").glob("*.yaml"))

    def _path(self, digest: str) -> Path:
        return self.root / "plans" / f"{digest}.yaml"


def scrub_plans(
    folder: Path, root: Path, spelled: re.Pattern[str], clean: Callable[[str], str]
) -> bool:
    """Clean the texts of the plan and of those of snapshots, where a pattern finds something.

    These keep the name under which their snapshots know them. Texts are rewritten one by one: set
    into YAML as it stands, brackets would make a list of a name. What cannot be read as a plan is
    rewritten all the same.

    Returns:
        Whether any held it.
    """
    found = False
    for path in (folder / FILE_NAME, *folder.glob(ASIDE), *PlanTexts(root).files()):
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        # YAML breaks long texts between words and doubles quotes within quotes.
        if not spelled.search(" ".join(text.replace("''", "'").split())):
            continue
        found = True
        try:
            _put(path, rewrite_texts(text, clean))
        except BadFile:
            _put(path, clean(text))
    return found


def _put(path: Path, text: str) -> None:
    """Write a file; it is there whole or not at all."""
    making = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with storage_errors("keeping the plan"):
        path.parent.mkdir(parents=True, exist_ok=True)
        with making.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        making.replace(path)


_READ: Shelf[Plan] = Shelf(8)


def plan_of_text(text: str) -> Plan:
    """The plan that a text says; an empty one for an empty text.

    Raises:
        BadFile, BadInput: If it is not a plan.
    """
    return _READ.get(text, lambda: read_plan(text))
