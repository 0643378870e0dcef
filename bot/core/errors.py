"""Errors, named by what to do about them; none carries a body, an address or a name."""


class Transient(Exception):
    """The other side is down or busy: try again later."""

    def __init__(self, message: str = "", *, retry_after: float | None = None) -> None:
        """Remember `retry_after`, the other side's own wish in seconds, if it gave one."""
        super().__init__(message)
        self.retry_after = retry_after


class Permanent(Exception):
    """It will never work like this: stop trying and tell the desk."""


class Gone(Permanent):
    """What was to be changed is not there any more: make it anew."""


class Doubtful(Exception):
    """It may or may not have happened: ask a person, never repeat by itself."""


class IllegalMove(Exception):
    """The case does not allow this command now: tell the one who clicked."""


class Stale(Exception):
    """Somebody else changed the case first: reload once and decide again."""


class Misconfigured(Exception):
    """Do not start; `faults` lists everything that is wrong, each with what to do."""

    def __init__(self, *faults: str) -> None:
        """Keep every fault, so that all are reported at once."""
        super().__init__("\n".join(faults))
        self.faults = faults
