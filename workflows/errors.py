"""The few ways an action says no. One place in webapp turns each into an answer."""

from workflows.reasons import Reason


class OnrampError(Exception):
    """Raised for a person, not for a programmer: it always carries reasons."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__(", ".join(f"{r.code} {dict(r.params)}" for r in reasons))
        self.reasons = reasons


class Refused(OnrampError):
    """A rule stands in the way; each reason says what a person can do about it. Answer 409, or 422 on a form."""


class NotPermitted(OnrampError):
    """This person may see the record but not do this with it. Answer 403."""


class NotFound(OnrampError):
    """There is no such thing, or this person may not know of it. Answer 404."""


class Stale(OnrampError):
    """Somebody else changed the record in between; the reasons name what changed. Answer 409, input kept."""


class WriteOutsideAct(RuntimeError):
    """A programming fault: something tried to write without `act`, `draft` or `maintenance`."""
