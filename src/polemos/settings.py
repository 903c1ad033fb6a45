"""Where things lie on this machine: the only reader of the environment."""

import os
from pathlib import Path

import platformdirs


def store_path() -> Path:
    """Give the lake's folder: POLEMOS_STORE, or the user's data directory."""
    named = os.environ.get("POLEMOS_STORE")
    if named:
        return Path(named)
    return Path(platformdirs.user_data_dir("polemos", appauthor=False)) / "lake"


def alerts_to() -> list[str]:
    """Give the addresses that alerts go to: POLEMOS_ALERTS, apart by spaces."""
    return os.environ.get("POLEMOS_ALERTS", "").split()


def quiet_hours() -> str:
    """Give the hours in which no alert is sent: POLEMOS_QUIET."""
    return os.environ.get("POLEMOS_QUIET", "")


def secret(name: str) -> str:
    """Give what a publisher's key is, from the environment; empty if there is none."""
    return os.environ.get(name, "")
