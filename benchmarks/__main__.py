"""Generate the logs, run every job, write `docs/benchmarks.md`.

python -m benchmarks [--sizes 1e6,1e7] [--threads 2] [--memory 4GB] [--repeats 3] [--no-peers]
python -m benchmarks --only pages [--touches 1e7] [--seconds 180] [--users 100]
python -m benchmarks --only commands

`--sizes 1e8` on request: the log takes 2 GB of disk and some minutes to make.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.jobs import JOBS, ONCE
from benchmarks.pages import measure_pages
from benchmarks.report import write, write_commands, write_pages

REPOSITORY = Path(__file__).resolve().parent.parent
DATA = REPOSITORY / ".bench"
_PART = "a part; the rest stays as it is"


def main() -> None:
    """Measure all that was asked for."""
    asked = _arguments()
    if asked.only == "pages":
        print(write_pages(asked.page, int(float(asked.touches)), _measure_pages(asked)))
        return
    subprocess.run([sys.executable, "-m", "northing.attribution.warm"], check=True)
    if asked.only == "commands":
        print(write_commands(asked.page, _measure_commands(asked)))
        return
    sizes = [int(float(size)) for size in asked.sizes.split(",")]
    figures = {size: _measure_size(size, asked) for size in sizes}
    peers = {size: _measure_peers(size, asked) for size in sizes} if asked.peers else {}
    print(write(asked.page, figures, _measure_commands(asked), asked.threads, asked.memory, peers))
    if asked.only != "log":
        print(write_pages(asked.page, int(float(asked.touches)), _measure_pages(asked)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--sizes", default="1e6,1e7", help="numbers of touches")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", default="4GB")
    parser.add_argument("--repeats", type=int, default=3, help="warm runs of each job")
    parser.add_argument("--peers", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--only", choices=("log", "commands", "pages"), help=_PART)
    parser.add_argument("--touches", default="1e7", help="in the lake, while pages are measured")
    parser.add_argument("--users", type=int, default=100, help="readers at once")
    parser.add_argument("--seconds", type=int, default=180, help="how long they read")
    parser.add_argument("--page", type=Path, default=REPOSITORY / "docs" / "benchmarks.md")
    return parser.parse_args()


def _measure_size(size: int, asked: argparse.Namespace) -> dict[str, Any]:
    folder = DATA / f"chain-{size}"
    if not (folder / "truth.json").exists():
        _generate(size, folder)
    return {name: _measure(name, folder, asked) for name in JOBS}


def _measure_peers(size: int, asked: argparse.Namespace) -> dict[str, Any]:
    """Other tools on the same log, once each, in an environment of their own."""
    from benchmarks.peers import LARGEST, TOOLS

    python = _peers_environment()
    found: dict[str, Any] = {}
    for tool in TOOLS:
        if size > LARGEST[tool]:
            found[tool] = {"left_out": f"not tried above {LARGEST[tool]:,} touches"}
            continue
        print(f"measuring {tool}", file=sys.stderr)
        command = [str(python), str(REPOSITORY / "benchmarks" / "peers.py"), tool]
        command += [str(DATA / f"chain-{size}"), str(asked.threads)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            found[tool] = {"left_out": (done.stderr.strip().splitlines() or ["no output"])[-1]}
        else:
            found[tool] = json.loads(done.stdout.splitlines()[-1])
    return found


def _peers_environment() -> Path:
    """An environment with the other tools, made once."""
    from benchmarks.peers import PACKAGES

    folder = DATA / "peers"
    python, ready = folder / "bin" / "python", folder / ".ready"
    if not ready.exists():
        uv = str(Path(sys.executable).with_name("uv"))
        subprocess.run([uv, "venv", "-q", "--clear", str(folder)], check=True)
        install = [uv, "pip", "install", "-q", "--python", str(python), *PACKAGES]
        subprocess.run(install, check=True)
        ready.touch()
    return python


def _measure_commands(asked: argparse.Namespace) -> dict[str, Any]:
    """Each in three fresh processes; the one whose first run was the quickest counts."""
    return {
        name: min((_measure(name, DATA, asked) for _ in range(3)), key=lambda one: one["first"])
        for name in ONCE
    }


def _measure_pages(asked: argparse.Namespace) -> dict[str, Any]:
    touches = int(float(asked.touches))
    folder = DATA / f"pages-{touches}"
    if not folder.with_name(f"{folder.name}.built").exists():
        command = [sys.executable, "-m", "benchmarks.company", str(folder), str(touches)]
        subprocess.run(command, check=True, cwd=REPOSITORY)
    print("measuring pages", file=sys.stderr)
    return measure_pages(folder, users=asked.users, seconds=asked.seconds)


def _generate(size: int, folder: Path) -> None:
    """In a process of its own, whose memory is then given back."""
    print(f"generating {size:,} touches", file=sys.stderr)
    program = (
        "import sys\n"
        "from northing.simulate.chain import simulate_chain\n"
        "simulate_chain(sys.argv[2], touches=int(sys.argv[1]))\n"
    )
    subprocess.run([sys.executable, "-c", program, str(size), folder], check=True)


def _measure(job: str, folder: Path, asked: argparse.Namespace) -> dict[str, Any]:
    print(f"measuring {job}", file=sys.stderr)
    command = [sys.executable, "-m", "benchmarks.measure", job, str(folder)]
    command += [str(asked.threads), asked.memory, str(asked.repeats)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=REPOSITORY)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


if __name__ == "__main__":
    main()
