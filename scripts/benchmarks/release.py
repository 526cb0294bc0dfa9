"""`octavo release`, `verify` and `verify --rebuild` of the first edition.

Release is timed with the build done, so the figure is what it takes beyond the build.
"""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.chain import EDITION, build, workplace
from benchmarks.measuring import Cost, Row, alternately, cost_of, shown

TIMES: Final = 3
RELEASE_SECONDS: Final = 5.0
VERIFY_SECONDS: Final = 10.0
REBUILD_SECONDS: Final = 15.0


def verb(folder: Path, *arguments: str) -> Cost:
    """One verb of `octavo` in a workplace."""
    environment = {"PYTHONPATH": str(folder / "code")}
    return cost_of((sys.executable, "-m", "octavo.cli", *arguments), cwd=folder, environment=environment)


def run() -> tuple[Row, ...]:
    """Median wall time and peak memory of each verb."""
    with tempfile.TemporaryDirectory(prefix="octavo-bench-") as name:
        folder = workplace(Path(name))
        build(folder)
        verb(folder, "release", EDITION)
        container = next((folder / "build" / "releases").glob("*.tar"))
        pdf = folder / "build" / EDITION / f"{EDITION}.pdf"
        release, verify, single, rebuild = alternately(
            TIMES,
            partial(verb, folder, "release", EDITION),
            partial(verb, folder, "verify", str(container)),
            partial(verb, folder, "verify", str(pdf)),
            partial(verb, folder, "verify", "--rebuild", str(container)),
        )
    return (
        _row("release, beyond the build", release, RELEASE_SECONDS),
        _row("verify, the whole release", verify, VERIFY_SECONDS),
        _row("verify, the PDF alone", single, VERIFY_SECONDS),
        _row("verify --rebuild", rebuild, REBUILD_SECONDS),
    )


def _row(label: str, cost: Cost, bound: float) -> Row:
    return Row(label, shown(cost), f"at most {bound:g} s", cost.seconds <= bound)
