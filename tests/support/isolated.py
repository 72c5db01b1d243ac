"""An app's registry of a test's own, for a table that no migration makes."""

from contextlib import contextmanager

from django.test.utils import isolate_apps

from chat.models import hooks


@contextmanager
def isolated():
    """Models that are made within are no part of the site.

    The app is made ready once more by that, and takes part in what is stored once only.
    """
    taking_part = [*hooks.OF_NAMES]
    try:
        with isolate_apps("chat"):
            yield
    finally:
        hooks.OF_NAMES[:] = taking_part
