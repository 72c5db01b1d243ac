"""The words on the command line, as Django reads them."""

from __future__ import annotations

import gc

from django.core.management import BaseCommand, ManagementUtility


class Commands(ManagementUtility):
    """What a command is made of stays until it ends: nobody need look through it.

    Whoever calls this has garbage kept until then: a sixth of a start is to look for
    it in vain.
    """

    def fetch_command(self, subcommand: str) -> BaseCommand:
        command = super().fetch_command(subcommand)
        gc.freeze()
        gc.enable()
        return command
