"""What can be wrong with a file as a whole. The texts are shown to the person who sent the file."""

from __future__ import annotations

from bangkom.foundation.errors import DomainError


class FileRefused(DomainError):
    """The file cannot be read at all; nothing of it was used.

    ``code`` is stable for reports, ``problem`` says what happened, ``remedy`` says what to do next.
    """

    def __init__(self, code: str, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.code = code
        self.problem = problem
        self.remedy = remedy


class MappingRefused(FileRefused):
    """A column mapping that was given by hand cannot be used."""
