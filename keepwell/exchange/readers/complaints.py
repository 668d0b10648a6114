"""What a reader says when it cannot take something as it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong, as a word a door can translate and as a plain English sentence."""

    code: str
    because: str


class SourceRefused(Exception):
    """A source that cannot be read at all, or not any further; holds the complaint."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(complaint.because)
        self.complaint = complaint
