"""How a rule says no."""


class Refused(Exception):
    """The request was understood and declined.

    The message is a whole sentence addressed to the person who asked; `field` names the
    input it is about, when there is one.
    """

    def __init__(self, because: str, *, field: str | None = None) -> None:
        super().__init__(because)
        self.because = because
        self.field = field


def refuse_unless(condition: bool, because: str, *, field: str | None = None) -> None:
    """Raise `Refused` with this sentence unless the condition holds."""
    if not condition:
        raise Refused(because, field=field)


class Overtaken(Refused):
    """Declined because somebody else changed it since it was read."""
