"""The specimen with its artifacts, built once a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from fidelity.mutation import Specimen, load


@pytest.fixture(scope="session")
def specimen(specimen_build: Path) -> Specimen:
    return load(specimen_build)
