"""Starts the stand-ins for outside services, so that the vendors' own clients can say whether they speak like the real ones.

`bin/test browser` runs these tests, too; it has built the simulators.
"""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def simulators():
    """The address that all simulators are below."""
    process = subprocess.Popen(
        [ROOT / ".build/debug/simulators"], env={**os.environ, "SIMULATORS_PORT": "0"}, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )
    try:
        yield re.search(r"http://\S+:\d+", process.stdout.readline()).group()
    finally:
        process.terminate()
        process.wait(timeout=30)
