"""The plan beside the settings: what a refresh publishes and the command line reads.

A site keeps the plan in its database and writes this file at every change; where there is no
site, the file is the plan.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from northing.errors import BadFile, Missing
from northing.lake import storage_errors
from northing.plan import Plan, read_plan, write_plan

FILE_NAME = "plan.yaml"


def read_plan_file(folder: Path) -> Plan:
    """The plan of a workspace; an empty one where there is no file.

    Raises:
        BadFile, BadInput: If the file is not a plan.
    """
    return plan_of_text(plan_text(folder))


def write_plan_file(folder: Path, plan: Plan) -> None:
    """Keep the plan of a workspace; the file is there whole or not at all."""
    path = folder / FILE_NAME
    making = path.with_name(f"{FILE_NAME}.{os.getpid()}.tmp")
    with storage_errors("keeping the plan"):
        with making.open("w", encoding="utf-8") as file:
            file.write(write_plan(plan))
            file.flush()
            os.fsync(file.fileno())
        making.replace(path)


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
            path.parent.mkdir(parents=True, exist_ok=True)
            making = path.with_suffix(f".{os.getpid()}.tmp")
            making.write_text(text, encoding="utf-8")
            making.replace(path)
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


def scrub_plans(folder: Path, root: Path, spelled: re.Pattern[str]) -> bool:
    """Take what a pattern finds out of the plan and of those that snapshots were made with.

    These keep the name under which their snapshots know them.

    Returns:
        Whether any held it.
    """
    found = False
    for path in (folder / FILE_NAME, *PlanTexts(root).files()):
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        clean = spelled.sub("[erased]", text)
        if clean != text:
            found = True
            making = path.with_suffix(f".{os.getpid()}.tmp")
            making.write_text(clean, encoding="utf-8")
            making.replace(path)
    return found


@lru_cache(maxsize=8)
def plan_of_text(text: str) -> Plan:
    """The plan that a text says; an empty one for an empty text.

    Raises:
        BadFile, BadInput: If it is not a plan.
    """
    return read_plan(text)
