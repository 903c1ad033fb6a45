"""Which series tell what binds home to its patron."""

from collections.abc import Mapping

from polemos.core import War


def exposures(war: War) -> Mapping[str, str]:
    """Name the series of home's exposure, by what each tells, for a war with roles."""
    home, patron, rival = (war.role(word).id for word in ("home", "patron", "rival"))
    me, him, other = home.lower(), patron.lower(), rival.lower()
    gap = f"polemos/trade.goods.deficit.last_year.{{}}@{patron}"
    chips = f"mof_tw/trade.chips.exports.{{}}@{home}"
    share = f"polemos/trade.chips.share.{{}}@{home}"
    return {
        "twelve": gap.format(me),
        "twelve_rival": gap.format(other),
        "deficit": f"census/trade.goods.year.deficit.{me}@{patron}",
        "mirror": f"polemos/trade.mirror_gap.{me}@{patron}",
        "chips": chips.format("all"),
        "chips_patron": chips.format(him),
        "share_patron": share.format(him),
        "share_rival": share.format(f"{other}_hkg"),
        "orders": f"sipri/arms.orders@{home}",
        "ordered": f"sipri/arms.ordered@{home}",
        "delivered": f"sipri/arms.delivered@{home}",
        "delivered_share": f"polemos/arms.delivered.share@{home}",
        "backlog": f"polemos/arms.backlog@{home}",
        "age": f"sipri/arms.backlog.age@{home}",
        "burden": f"sipri/spending.military.gdp@{home}",
    }
