"""The site's own settings, with an update that fails."""

from chatsite.settings import *  # noqa: F403

MIGRATION_MODULES = {"updates": "tests.updates.failing"}
