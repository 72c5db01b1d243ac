"""A site that is half moved in is no site yet."""

from chat.moving.models import Progress


def obstacle() -> str:
    """What keeps the site from being opened: an import that has not come to its end."""
    unfinished = Progress.objects.filter(finished=None).first()
    if unfinished is None:
        return ""
    return (
        f"The import of {unfinished.path} has not come to its end: run manage.py import"
        " with it once more, which goes on where it was, or take an empty database."
    )
