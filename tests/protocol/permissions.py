"""``docs/permissions.md``: ``permissions.md`` with the table put into it."""

from pathlib import Path

from chat.models.permissions import CALLED_MOST, KINDS, RULES, least

HERE = Path(__file__).parent
PATH = HERE.parents[1] / "docs/permissions.md"


def text():
    """The page as it is to be now."""
    template = (HERE / "permissions.md").read_text()
    called = template.replace("{{called}}", str(CALLED_MOST))
    return called.replace("{{table}}", _table())


def _table():
    columns = ["room", *KINDS]
    head = ["verb", *columns]
    rows = [
        f"| {verb} | {' | '.join(_cell(verb, kind) for kind in columns)} |"
        for verb in RULES
    ]
    return "\n".join([f"| {' | '.join(head)} |", "|---" * len(head) + "|", *rows])


def _cell(verb, kind):
    return least(verb, [] if kind == "room" else [kind]).word
