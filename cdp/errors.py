"""What can go wrong, named for what the user must do, with the exit code of the command line."""

from __future__ import annotations

from dataclasses import dataclass


class CdpError(Exception):
    """Base of every error a user may meet. The message holds the place and the remedy, never a personal value."""

    exit_code = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message}\n  remedy: {remedy}" if remedy else message)
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True)
class ConfigProblem:
    """One thing wrong with the configuration."""

    file: str
    line: int | None
    key: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key}: {self.problem}\n  remedy: {self.remedy}"


class ConfigError(CdpError):
    """The configuration is wrong: mend the file named."""

    exit_code = 2

    def __init__(self, problems: list[ConfigProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class UsageError(CdpError):
    """The command or call cannot be carried out as given."""

    exit_code = 2


class SourceError(CdpError):
    """A source does not answer or cannot be read: mend its place, its configuration or the data, then run again."""

    exit_code = 3


class ExpectationFailed(CdpError):
    """The data broke a declared expectation or a quality check: nothing was published."""

    exit_code = 4


class WorkspaceBusy(CdpError):
    """Another run holds the workspace: wait for it, then run again."""

    exit_code = 5


class NotFound(CdpError):
    """No such person, version or workspace."""

    exit_code = 6


class Retired(NotFound):
    """The person was known, and is gone with all records."""


class StorageError(CdpError):
    """The disk is full, or a file cannot be written, or one of the workspace is damaged: mend that, then run again."""

    exit_code = 7


class Unexpected(CdpError):
    """A fault of the product itself: nothing that the user did wrong."""
