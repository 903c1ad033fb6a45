from pathlib import Path

import pytest

from polemos.pipeline import World, open_world


@pytest.fixture(scope="session")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("user") / "lake"


@pytest.fixture(scope="session")
def world(lake: Path) -> World:
    return open_world("rus-ukr", lake, lambda *_: None)
