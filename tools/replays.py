"""Replay every forecast as of the newest packaged figures, and package the scores.

For maintainers, after a model, a target or the figures have changed: what is stored in
src/polemos/figures/replays is what `polemos score` and the edition tell. Takes some
minutes; work that was stopped goes on after the last target that was done.
"""

import shutil
from pathlib import Path

from polemos import ledger
from polemos.core import end_of_day
from polemos.pipeline import open_world
from polemos.settings import store_path
from polemos.terminal import Progress

REPLAYS = Path(__file__).resolve().parent.parent / "src/polemos/figures/replays"


def main() -> None:
    """Replay, and take the place of what was packaged."""
    with Progress() as progress:
        world = open_world("rus-ukr", store_path(), progress)
        moment = end_of_day(world.store.newest())
        name = ledger.undertaking(world.targets, world.store.digest(moment))
        work = world.store.lake.path / "replays" / name
        known = world.without_models(moment)  # what is packaged may be of old code
        scores = ledger.backtest(known, world.targets, work, progress)
    shutil.rmtree(REPLAYS, ignore_errors=True)
    shutil.copytree(work, REPLAYS)
    print(f"{len(scores)} forecasts scored, {len(world.targets)} targets in {REPLAYS}")


if __name__ == "__main__":
    main()
