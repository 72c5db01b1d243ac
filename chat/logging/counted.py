"""How many of something there are, in words for operators."""


def counted(count: int, what: str) -> str:
    """``"1 row"``, ``"2,000 rows"``."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
