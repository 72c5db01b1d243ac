"""The site's own settings, for whoever asks it without a door."""

from chatsite.settings import *  # noqa: F403

ALLOWED_HOSTS = ["localhost"]
