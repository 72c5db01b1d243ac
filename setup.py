"""What pyproject.toml cannot say: nothing of an earlier build comes along.

Setuptools gathers what it packs in a folder, and takes whatever lies there: also what a
version before had, and this one has not.
"""

from tempfile import TemporaryDirectory

from setuptools import setup

with TemporaryDirectory() as folder:
    setup(options={"build": {"build_base": folder}})
