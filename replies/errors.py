"""What can be wrong with letters and their profile, all faults of one file at once."""


class ProfileError(ValueError):
    """The profile cannot be used; `faults` lists everything, each with what to do."""

    def __init__(self, *faults: str) -> None:
        """Keep every fault, so that all are reported at once."""
        super().__init__("\n".join(faults))
        self.faults = faults


class NoSuchLetter(LookupError):
    """There is no letter with this key; the message names those that there are."""


class CannotRender(ValueError):
    """A letter lacks something it needs; the message names the field, never its value."""
