"""How a rule of a site is broken on purpose: what keeps it is replaced."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from tests.support.reads import complaint


@dataclass(frozen=True)
class Rule:
    """``fault`` is what reveals that it is broken, as misses of a ``kind``."""

    break_it: Callable[[], None]
    fault: str
    kind: str


RULES: dict[str, Rule] = {}


def rule(name: str, fault: str, kind: str) -> Callable[..., Callable[[], None]]:
    """Put it into the table."""

    def register(break_it: Callable[[], None]) -> Callable[[], None]:
        RULES[name] = Rule(break_it, fault, kind)
        return break_it

    return register


def replace(owner: Any, name: str, value: Any) -> None:
    """Put ``value`` in the place of what keeps a rule; never where nobody finds it."""
    getattr(owner, name)
    setattr(owner, name, value)
    if isinstance(owner, ModuleType) and (sentence := complaint(owner, name)):
        sys.exit(sentence)
