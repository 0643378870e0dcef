"""Mails that staff corrected: a near copy gets the corrected labels at once, without training."""

from collections import Counter
from collections.abc import Sequence

from classifiers.similar import Runs, runs_of
from classifiers.verdict import Correction, Text

ALIKE = 0.8
"""Share of common three-word runs (Jaccard) from which a mail is a copy of a corrected one."""
FEWEST_RUNS = 4
"""Shorter mails are alike by chance."""
MOST = 2_000
"""Corrections that are remembered; the newest are kept."""


class Memory:
    """Finds the correction of a near copy; holds runs of words, not the mails."""

    def __init__(self, corrections: Sequence[Correction] = ()) -> None:
        self._runs: list[Runs] = []
        self._types: list[tuple[str, ...]] = []
        self._holders: dict[tuple[str, ...], list[int]] = {}
        for correction in corrections[-MOST:]:
            runs = _runs(correction.text)
            if len(runs) < FEWEST_RUNS or not correction.types:
                continue
            for run in runs:
                self._holders.setdefault(run, []).append(len(self._runs))
            self._runs.append(runs)
            self._types.append(correction.types)

    def recall(self, text: Text) -> tuple[str, ...]:
        """Return the corrected types of the most similar mail, the newest first, or nothing."""
        if not self._runs:
            return ()
        runs = _runs(text)
        shared = Counter(holder for run in runs for holder in self._holders.get(run, ()))
        best, found = ALIKE, -1
        for holder, count in shared.items():
            likeness = count / (len(runs) + len(self._runs[holder]) - count)
            if likeness > best or (likeness == best and holder > found):
                best, found = likeness, holder
        return self._types[found] if found >= 0 else ()


def _runs(text: Text) -> Runs:
    return runs_of(f"{text.subject}\n{text.body}")
