import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from tests.support import emptying

PROJECT = Path(__file__).parents[2]
SUPPORT = PROJECT / "tests" / "support"
# Passes from the try on that is named.
FAILING = """
import pathlib, pytest

@pytest.mark.parametrize("n", range({count}))
def test_it(n):
    tried = pathlib.Path(f"tried-{{n}}")
    tried.write_text((tried.read_text() if tried.exists() else "") + ".")
    assert len(tried.read_text()) >= {needed}
"""


def test_the_readme_has_a_line_for_each_module():
    listed = re.findall(
        r"^\| `(\w+\.py)` \|", (SUPPORT / "README.md").read_text(), re.M
    )
    modules = {path.name for path in SUPPORT.glob("*.py")} - {"__init__.py"}
    assert sorted(listed) == sorted(modules)


# What tests more than one package, or none; what is no test; and cases for two cores.
BESIDE = {"architecture", "benchmarks", "chaos", "protocol", "system", "words"}
BESIDE |= {"support", "vectors"}


def test_each_package_has_its_folder_of_tests():
    packages = {path.parent.name for path in PROJECT.glob("chat/*/__init__.py")}
    folders = {path.parent.name for path in PROJECT.glob("tests/*/*.py")}
    mirrored = folders - BESIDE
    assert mirrored == packages - {"migrations"} | {"chatsite"}


@pytest.mark.django_db(transaction=True)
def test_permissions_that_a_test_has_taken_away_are_there_for_the_next():
    there = Permission.objects.filter(
        content_type__app_label="chat", codename="view_ban"
    )
    Permission.objects.all().delete()
    ContentType.objects.all().delete()
    emptying.empty(None)
    known = there.get().pk
    emptying.empty(None)
    assert there.get().pk == known


@pytest.mark.parametrize(
    ("count", "needed", "code", "tried"),
    [
        pytest.param(2, 1, 0, ".", id="all pass: nothing is run again"),
        pytest.param(2, 2, 0, "..", id="two pass alone"),
        pytest.param(2, 3, 1, "..", id="two fail twice"),
        pytest.param(6, 2, 1, ".", id="six are too many"),
    ],
)
@pytest.mark.processes
def test_the_few_that_fail_are_run_once_more(tmp_path, count, needed, code, tried):
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_it.py").write_text(FAILING.format(count=count, needed=needed))
    ran = subprocess.run(
        [sys.executable, "-m", "tests.support.again"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(PROJECT), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == code, ran.stdout
    assert (tmp_path / "tried-0").read_text() == tried
    named = [f"test_it.py::test_it[{n}]" for n in range(count)]
    is_flaky = (code, tried) == (0, "..")
    assert (sorted(ran.stdout.split()[-count:]) == named) == is_flaky
