"""Where bars and grid lines stand: shared by the picture and the page."""

import math
from collections.abc import Iterable

COLOURS = ("#2f6db0", "#e0a83b", "#0e6655")
INK, SOFT, LINE = "#1b2530", "#566373", "#dcd8cf"


def ticks(values: Iterable[int]) -> list[int]:
    """Return round whole numbers from 0 to at least the highest value, six at most."""
    highest = max([*values, 1])
    magnitude = 10 ** math.floor(math.log10(highest))
    step = next(
        size
        for factor in (0.2, 0.5, 1, 2)
        if (size := max(1, math.ceil(factor * magnitude))) * 5 >= highest
    )
    return list(range(0, math.ceil(highest / step) * step + 1, step))
