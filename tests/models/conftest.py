from datetime import date
from pathlib import Path

import pytest

from polemos.core import View, end_of_day
from polemos.pipeline import World, open_world


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    lake: Path = tmp_path_factory.mktemp("user") / "lake"
    return open_world("rus-ukr", lake, lambda *_: None)


@pytest.fixture(scope="session")
def now(world: World) -> View:
    """Give the world as of the day of the newest packaged figures."""
    return world.view(end_of_day(date(2026, 8, 22)))
