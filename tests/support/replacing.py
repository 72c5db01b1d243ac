"""``monkeypatch``, which fails where it replaces a name that nothing reads.

A constant that moves to another module leaves its old name behind in an import, and a
test that replaces it there replaces nothing: it passes, and means less than it says.
"""

from pkgutil import resolve_name
from types import ModuleType

import pytest

from tests.support.reads import complaint, package_of

OURS = {"chat", "chatsite", "tests"}


class Replacing(pytest.MonkeyPatch):  # noqa: TID251
    """What the fixture ``monkeypatch`` is here."""

    def setattr(self, target, name, *value, **how):
        super().setattr(target, name, *value, **how)
        if isinstance(target, str):
            path, _, name = target.rpartition(".")
            target = resolve_name(path)
        is_ours = isinstance(target, ModuleType) and package_of(target) in OURS
        if is_ours and (sentence := complaint(target, name)):
            pytest.fail(sentence)
