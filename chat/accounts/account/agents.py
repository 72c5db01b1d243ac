"""What a browser says of itself, in two words: ``Firefox, Linux``.

By what the user agents of the usual ones have (RFC 9110 §10.1.5), the one that others
copy last. It is for people, who know their own; nothing depends on it.
"""

BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iOS",
    "iPad": "iPadOS",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


def agent_in(header: str) -> str:
    """``Firefox, Linux``; "" of what is not known."""
    found = (_first(BROWSERS, header), _first(SYSTEMS, header))
    return ", ".join(filter(None, found))


def _first(words: dict[str, str], header: str) -> str:
    return next((name for mark, name in words.items() if mark in header), "")
