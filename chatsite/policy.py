"""What a page may load, and from where (CSP, https://www.w3.org/TR/CSP3/)."""

from typing import Any

from csp.constants import NONE, SELF


def configured(files: str) -> dict[str, Any]:
    """``CONTENT_SECURITY_POLICY``; ``files``: the origin of files, if it is another."""
    shown = [SELF, files] if files else [SELF]
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF],
            "style-src": [SELF],
            "img-src": shown,
            "media-src": shown,
            "font-src": [SELF],
            "connect-src": [SELF],
            "manifest-src": [SELF],
            "worker-src": [SELF],
            "form-action": [SELF],
            "base-uri": [NONE],
            "frame-ancestors": [NONE],
        }
    }
