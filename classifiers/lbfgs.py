"""Limited-memory BFGS for smooth convex functions, in numpy (Liu and Nocedal 1989)."""

from collections.abc import Callable

import numpy as np

from classifiers.lexicon import Floats

Objective = Callable[[Floats], tuple[float, Floats]]


def minimise(
    objective: Objective,
    start: Floats,
    *,
    steps: int = 60,
    memory: int = 8,
    tolerance: float = 1e-4,
) -> Floats:
    """Return a point where `objective` (value, gradient) is nearly least.

    Ends after `steps` steps, or when a step gains less than `tolerance` of the value.
    """
    point = start.astype(np.float32)
    value, slope = objective(point)
    moves: list[tuple[Floats, Floats, float]] = []
    for _ in range(steps):
        direction = -_two_loops(slope, moves)
        descent = float(np.vdot(direction, slope))
        if descent >= 0:
            direction, descent, moves = -slope, -float(np.vdot(slope, slope)), []
        length = 1.0 if moves else min(1.0, 1.0 / (float(np.abs(slope).sum()) + 1e-12))
        for _ in range(25):
            following = point + np.float32(length) * direction
            new_value, new_slope = objective(following)
            if new_value <= value + 1e-4 * length * descent:
                break
            length *= 0.5
        else:
            return point
        step, bend = following - point, new_slope - slope
        curvature = float(np.vdot(step, bend))
        if curvature > 1e-10:
            moves = [*moves[-(memory - 1) :], (step, bend, 1 / curvature)]
        gain = value - new_value
        point, value, slope = following, new_value, new_slope
        if gain < tolerance * max(abs(value), 1e-8):
            break
    return point


def _two_loops(slope: Floats, moves: list[tuple[Floats, Floats, float]]) -> Floats:
    found = slope.copy()
    shares: list[float] = []
    for step, bend, inverse in reversed(moves):
        share = inverse * float(np.vdot(step, found))
        shares.append(share)
        found -= np.float32(share) * bend
    if moves:
        step, bend, inverse = moves[-1]
        found *= np.float32(1 / (inverse * float(np.vdot(bend, bend))))
    for (step, bend, inverse), share in zip(moves, reversed(shares), strict=True):
        found += np.float32(share - inverse * float(np.vdot(bend, found))) * step
    return found
