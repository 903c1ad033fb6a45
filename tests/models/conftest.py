from datetime import date

import pytest

from polemos.core import View, end_of_day
from polemos.pipeline import World


@pytest.fixture(scope="session")
def now(world: World) -> View:
    """Give the world as of the day of the newest packaged figures."""
    return world.view(end_of_day(date(2026, 8, 22)))
