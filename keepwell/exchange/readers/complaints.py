"""What a reader says when it cannot take something as it is."""

from __future__ import annotations

from dataclasses import dataclass

from keepwell.kernel.words import told_in_english


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong, as a word for programs and as a kept sentence (`kernel.words`)."""

    code: str
    because: str


class SourceRefused(Exception):
    """A source that cannot be read at all, or not any further; holds the complaint."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(told_in_english(complaint.because))
        self.complaint = complaint
