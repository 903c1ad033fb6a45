"""Whether a Chinese text is in simplified or in traditional characters."""

# Common characters that are written in two ways, in the same order.
_SIMPLIFIED = frozenset("这国们时会后个为经发总亿万对过开长现资产战乌罗")
_TRADITIONAL = frozenset("這國們時會後個為經發總億萬對過開長現資產戰烏羅")
_SEEN = 20_000  # characters by which a text is judged


def is_simplified(text: str) -> bool:
    """Say whether a text is written in simplified characters, by the commonest."""
    seen = text[:_SEEN]
    simple = sum(c in _SIMPLIFIED for c in seen)
    return simple > sum(c in _TRADITIONAL for c in seen)
