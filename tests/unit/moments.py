"""A run in a process of its own that meets a bad moment: `python -m tests.unit.moments WHICH …`.

kill STAGE MOMENT ARGUMENTS    ends itself without a word: at the stage's beginning, in its middle, when it tells of the
                               one thing that MOMENT names, or when its work is done and not yet marked so
fill MEGABYTES KEPT ARGUMENTS  on a disk of so little room (--out), then once more with room; the disk is copied to KEPT
"""

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from pipelines import capacity, cli, run, steps
from pipelines.job import Job, Step
from pipelines.terminal import Lines

ROOT = Path(__file__).resolve().parents[2]
BEGINNING, MIDDLE, END = "beginning", "middle", "end"


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "tests.unit.moments", *map(str, arguments)]


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill(stage: str, moment: str, arguments: list[str]) -> int:
    here = [""]
    step, progress = Lines.step, Lines.progress

    def begin(self: Lines, number: int, total: int, title: str) -> None:
        step(self, number, total, title)
        here[0] = steps.STEPS[number - 1].name
        if (here[0], moment) == (stage, BEGINNING):
            die()

    def go_on(self: Lines, done: int, total: int, detail: str) -> None:
        progress(self, done, total, detail)
        if here[0] == stage and moment in (MIDDLE, detail):
            die()

    def end(whole: Step, job: Job) -> None:
        whole.function(job)
        if (whole.name, moment) == (stage, END):
            die()

    Lines.step, Lines.progress = begin, go_on
    run.STEPS = tuple(replace(each, function=partial(end, each)) for each in steps.STEPS)
    return cli.main(arguments)


def fill(megabytes: str, kept: str, arguments: list[str]) -> int:
    """Within a mount namespace: the small disk is seen by this process alone and goes with it."""
    out = arguments[arguments.index("--out") + 1]
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", out], check=True)  # noqa: S607 - each system has it elsewhere
    foresee, capacity.foresee = capacity.foresee, lambda job: None
    code = cli.main(arguments)
    left = sorted(path.name for path in Path(out).iterdir())
    print(f"first: exit code {code}, left {left}", flush=True)
    capacity.foresee = foresee
    subprocess.run(["mount", "-o", "remount,size=1g", out], check=True)  # noqa: S607 - each system has it elsewhere
    code = cli.main(arguments)
    shutil.copytree(out, kept, symlinks=True)
    return code


if __name__ == "__main__":
    which, *more = sys.argv[1:]
    sys.exit(kill(more[0], more[1], more[2:]) if which == "kill" else fill(more[0], more[1], more[2:]))
