import pytest

from tests.web.admin.cast import the_owner


@pytest.fixture
def owner(db):
    return the_owner()
