"""``manage.py`` of a site under test: with a follower of its logs, and maybe broken.

python -m tests.chaos.site RULE[,RULE] serve --workers 2

What keeps a rule is replaced before the command begins, so that workers have it too.
"""

import os
import sys

from tests.chaos import archive
from tests.chaos.broken import broken


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    import django
    from django.core.management import execute_from_command_line

    names, *words = sys.argv[1:]
    django.setup()
    archive.register()
    for each in broken(names):
        each.break_it()
    execute_from_command_line(["manage.py", *words])


if __name__ == "__main__":
    main()
