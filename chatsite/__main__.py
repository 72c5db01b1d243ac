"""Run one of the site's commands: ``chatsite`` where it is installed, or ``manage.py``.

``help`` lists them.
"""

import gc
import os
import sys


def main() -> None:
    """Do what the words on the command line say, and end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    gc.disable()  # until Commands has made one
    try:
        _run()
    except KeyboardInterrupt:
        sys.exit(130)  # what a shell calls the end by Ctrl-C


def _run() -> None:
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command

    from chatsite.commands import Commands

    try:
        if sys.argv[1:] == ["version"]:  # which Django would take for its own
            django.setup()
            call_command("version")
        else:
            Commands(sys.argv).execute()
    except ImproperlyConfigured as error:
        # An operator's mistake is answered with a sentence, not with a traceback.
        from chatsite import logs

        sys.exit(logs.line(str(error), os.environ.get("CHAT_LOG_FORMAT", "")))


if __name__ == "__main__":
    main()
