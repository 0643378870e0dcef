"""What the linear model scores: one column a request type, and a few readings beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifiers.corpus import Example
from classifiers.lexicon import Floats
from classifiers.verdict import PARTIES, SENDERS


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns in their order: types, `relevant`, parties, senders."""

    types: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return all column names in order."""
        return (*self.types, "relevant", *PARTIES, *SENDERS)

    @property
    def relevant(self) -> int:
        """Return the column that says whether a clause asks for anything."""
        return len(self.types)

    @property
    def party(self) -> slice:
        """Return the party columns."""
        return slice(self.relevant + 1, self.relevant + 1 + len(PARTIES))

    @property
    def sender(self) -> slice:
        """Return the sender columns."""
        return slice(self.party.stop, self.party.stop + len(SENDERS))

    def targets(self, examples: Sequence[Example]) -> Floats:
        """Return one row a mail: 1 where a column holds."""
        rows = np.zeros((len(examples), len(self.names)), dtype=np.float32)
        place = {name: at for at, name in enumerate(self.types)}
        for row, example in zip(rows, examples, strict=True):
            for name in example.types:
                row[place[name]] = 1
            row[self.relevant] = 1
            row[self.party.start + PARTIES.index(example.party)] = 1
            row[self.sender.start + SENDERS.index(example.sender)] = 1
        return rows
