"""A rule that another distribution brings reaches the command line's credit by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from story import load_chapter

RULE = '''
"""Second: all credit to the second touch, or to the only one."""
from northing.attribution.rule import Rule, rule_kernel

@rule_kernel
def weights(ages_days, channels, milestones, params, out):
    out[:] = 0.0
    out[1 if out.size > 1 else 0] = 1.0

ENTRY = Rule(title="Second touch", formula="The second touch gets all.", source="A test.",
             weights=weights)
'''


def test_an_outside_rule_is_credited_after_the_next_refresh(ws, tmp_path):
    load_chapter(ws, 0, tmp_path / "files")
    before = ws.refresh()
    package = tmp_path / "site"
    info = package / "acme_rules-1.0.dist-info"
    info.mkdir(parents=True)
    (package / "acme_rules.py").write_text(RULE)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-rules\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[northing.attribution.rules]\nsecond = acme_rules:ENTRY\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(package)}

    def northing(*words: str) -> object:
        command = [sys.executable, "-m", "northing", *words, "--json", "-w", str(ws.folder)]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=120, check=True
        )
        return json.loads(done.stdout)

    refreshed = northing("refresh")
    assert refreshed["new"], "a new rule is new code: credit is shared out again"
    assert int(refreshed["snapshot"]) == before.number + 1
    credit = northing("attribute", "--kind", "order", "--rule", "second")
    assert [(row["channel"], row["conversions"]) for row in credit["rows"]] == [("email", 1.0)]
