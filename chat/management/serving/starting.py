"""Commands that serve: whatever they have to say is in the log, and looks like it."""

from __future__ import annotations

import logging
import sys
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from chatsite import logs

logger = logging.getLogger("chat.process")


class Starting(BaseCommand):
    """A command whose mistakes are lines of the log, in its format."""

    _called_from_command_line: bool  # Django's

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(*args, **kwargs)
        if self._called_from_command_line and _is_json():
            parser.called_from_command_line = False  # which raises what it finds wrong
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        logs.catch_all()
        try:
            super().run_from_argv(argv)
        except CommandError as error:
            _end(error)

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except CommandError as error:
            if options.get("traceback") or not self._called_from_command_line:
                raise
            return _end(error)

    def tell(self, lines: list[str]) -> None:
        """Tell people at the terminal; as JSON, where all is."""
        if _is_json():
            lines = [logs.line(line.strip(), "json", logging.INFO) for line in lines]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def _is_json() -> bool:
    return bool(settings.CHAT_LOG_FORMAT == "json")


def _end(error: CommandError) -> NoReturn:
    logger.critical("%s", error)
    sys.exit(error.returncode)
