"""One's own account at ``/account/``: the page, and its parts."""
