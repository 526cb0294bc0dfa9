"""The stress edition, folded once a session through the real stages and laid in a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from octavo.fold import fold
from octavo.gather import gather
from octavo.workshop import Workshop

NAME = "stress"
EDITIONS = Path(__file__).resolve().parents[1] / "editions"


def build(folder: Path) -> None:
    """Fold ``tests/editions/stress`` into `folder`."""
    shutil.copytree(EDITIONS / NAME, folder / "source" / NAME)
    for artifact in fold(gather(Workshop(folder), NAME)).artifacts:
        (folder / artifact.name).write_bytes(artifact.data)
