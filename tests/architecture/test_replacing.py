"""A test that replaces a name which nothing reads is told so."""

import importlib
import itertools

import pytest

from tests.support.reads import complaint

DEAD = 1
LIVING = 1
numbers = itertools.count()


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Make a package of modules, by their names; returns them in that order."""
    monkeypatch.syspath_prepend(tmp_path)

    def program(**modules):
        package = f"program{next(numbers)}"
        for name, text in {"__init__": "", **modules}.items():
            path = tmp_path / package / f"{name}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        return [importlib.import_module(f"{package}.{name}") for name in modules]

    return program


def living():
    return LIVING


def test_a_name_that_is_read_may_be_replaced(monkeypatch):
    monkeypatch.setattr(f"{__name__}.LIVING", 2)
    assert living() == 2


def test_a_dead_name_may_not(monkeypatch):
    with pytest.raises(pytest.fail.Exception, match=r"Nothing reads tests\.arch.*DEAD"):
        monkeypatch.setattr(f"{__name__}.DEAD", 2)


def test_a_dead_name_may_not_in_a_context_either(monkeypatch):
    with pytest.raises(pytest.fail.Exception), monkeypatch.context() as meanwhile:
        meanwhile.setattr(importlib.import_module(__name__), "DEAD", 2)


@pytest.mark.parametrize(
    "reader",
    [
        "def f(): return SECONDS",
        "class A:\n    def f(self): return [SECONDS for _ in self]",
        "f = lambda: SECONDS",
        "def f():\n    class A:\n        seconds = SECONDS",
    ],
)
def test_what_runs_later_reads_a_name(program, reader):
    [clock] = program(clock=f"SECONDS = 5\n{reader}")
    assert complaint(clock, "SECONDS") is None


@pytest.mark.parametrize(
    "reader",
    [
        "",
        "MINUTES = SECONDS / 60",
        "TWICE = [SECONDS for _ in range(2)]",
        "def f(seconds=SECONDS): return seconds",
        "class A:\n    seconds = SECONDS",
        "def f(SECONDS): return SECONDS",
        "def f():\n    SECONDS = 6\n    return SECONDS",
        "def f(): return 'SECONDS'",
    ],
)
def test_what_has_run_or_has_a_name_of_its_own_does_not(program, reader):
    [clock] = program(clock=f"SECONDS = 5\n{reader}")
    assert complaint(clock, "SECONDS").startswith("Nothing reads program")


@pytest.mark.parametrize(
    ("imported", "asked"),
    [
        ("from . import clock", "clock.SECONDS"),
        ("from . import clock as time", "time.SECONDS"),
    ],
)
def test_another_module_reads_a_name_where_it_stands(program, imported, asked):
    reader = f"{imported}\ndef f(): return {asked}"
    clock, _ = program(clock="SECONDS = 5", reader=reader)
    assert complaint(clock, "SECONDS") is None


@pytest.mark.parametrize(
    ("imported", "name"),
    [
        ("from .clock import SECONDS", "SECONDS"),
        ("from .clock import SECONDS as LONG", "LONG"),
    ],
)
def test_a_name_that_was_imported_is_to_be_replaced_there(program, imported, name):
    reader = f"{imported}\ndef f(): return {name}"
    clock, reader = program(clock="SECONDS = 5", reader=reader)
    sentence = complaint(clock, "SECONDS")
    assert sentence.endswith(f"replace {reader.__name__}.{name}.")
    assert complaint(reader, name) is None


def test_a_name_that_was_imported_and_is_not_read_is_dead_in_both(program):
    clock, reader = program(
        clock="SECONDS = 5", reader="from .clock import SECONDS\nTWICE = 2 * SECONDS"
    )
    assert complaint(clock, "SECONDS").startswith("Nothing reads")
    assert complaint(reader, "SECONDS").startswith("Nothing reads")


def test_what_tests_read_is_read_by_nobody(program):
    reader = "from . import clock\ndef f(): return clock.SECONDS"
    clock, _ = program(clock="SECONDS = 5", test_clock=reader)
    assert complaint(clock, "SECONDS").startswith("Nothing reads")
