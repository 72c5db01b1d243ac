"""A site that is half moved in is no site yet."""

from chat.moving.models import Progress
from chat.site import command


def obstacle() -> str:
    """What keeps the site from being opened: an import that has not come to its end."""
    unfinished = Progress.objects.filter(finished=None).first()
    if unfinished is None:
        return ""
    return (
        f"The import of {unfinished.path} has not come to its end: run"
        f" {command('import', unfinished.path)} once more, which goes on where it was,"
        " or take an empty database."
    )
