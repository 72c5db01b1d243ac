"""What a template's ``{% static %}`` becomes: the name that a file was laid down by."""

from django.contrib.staticfiles.storage import StaticFilesStorage

from chat.site import Site


class Names(StaticFilesStorage):
    """By names with a hash where they are laid down; elsewhere as the files lie."""

    def url(self, name: str | None) -> str:
        return super().url(Site.here().files.get(name or "", name))
