"""What a reader could not take in, kept whole with the reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """One card, mail or meeting that was not read, and why.

    `number` counts from 1 in the order of the file, `because` is a whole sentence that was
    kept (`kernel.words`), `raw` holds the bytes as they came (cut at the reader's own limit).
    """

    number: int
    code: str
    because: str
    raw: bytes
