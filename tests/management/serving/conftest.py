"""A site with every door that encrypts."""

import shutil

import pytest

from tests.support.encrypted import PASSWORD, Certificate
from tests.support.servers import Site, manage

TLS = "--web-tls=127.0.0.1:0", "--plain-tls=0", "--json-tls=0"
SIGN_UP = f"""
from chat.models import User
User.objects.sign_up("ada", "{PASSWORD}")
"""


@pytest.fixture
def certificate(tmp_path):
    return Certificate(tmp_path)


@pytest.fixture(scope="module")
def with_ada(tmp_path_factory):
    """A database in which she has an account."""
    folder = tmp_path_factory.mktemp("ada")
    with Site(folder):
        manage(folder, "shell", "-c", SIGN_UP).check_returncode()
    return folder / "chat.sqlite3"


@pytest.fixture
def serve(tmp_path, certificate, with_ada):
    """Start a site with every door that encrypts; ``ada``: she has an account."""
    started = []

    def start(*options, ada=False, **settings):
        if ada:
            shutil.copy(with_ada, tmp_path)
        site = Site(tmp_path, *certificate.options, *TLS, *options, **settings)
        started.append(site)
        return site

    yield start
    for site in started:
        site.stop()
