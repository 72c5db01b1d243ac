"""What is installed is the whole site, and needs no checkout."""

import re
import subprocess
import urllib.request

import pytest

from chat import VERSION
from chat.web import bundle
from tests.support import installed, tools
from tests.support.clients import fill_in
from tests.support.installed import Installed
from tests.support.programs import get
from tests.support.servers import PROJECT

pytestmark = pytest.mark.processes

PAGE = (PROJECT / "docs/operating.md").read_text()
PASSWORD = "correct horse"


def fetched(url):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url) as answer:
        return answer.read()


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return installed.pack(tmp_path_factory.mktemp("packed"))


@pytest.fixture(scope="module")
def packages(archive, tmp_path_factory):
    return installed.install(archive, tmp_path_factory.mktemp("installed"))


def test_what_is_packed_has_its_licences_and_what_operators_read(archive):
    wanted = {"LICENSE", "chat/text/unicode.licence.txt", "requirements.lock"}
    wanted |= {each for each in installed.tracked() if each.startswith("deploy/")}
    assert wanted | {"CHANGELOG.md", "docs/operating.md"} <= installed.content(archive)


def test_what_is_installed_is_every_file_and_no_other(packages):
    names = installed.tracked()
    wanted = {each for each in names if each.startswith(("chat/", "chatsite/"))}
    wanted |= {
        f"chatsite/{n}" for n in names if n.startswith(("static/", "templates/"))
    }
    files = (path for path in packages.rglob("*") if path.is_file())
    found = {path.relative_to(packages).as_posix() for path in files}
    made_later = re.compile(r"\.dist-info/|/__pycache__/")
    assert {each for each in found if not made_later.search(each)} == wanted


@pytest.fixture(scope="module")
def units(packages, tmp_path_factory):
    """The units, for the site where it is installed here."""
    folder = tmp_path_factory.mktemp("units")
    [told] = re.findall(r"^cp deploy/.*$", PAGE, re.MULTILINE)
    copy = told.replace("/etc/systemd/system/", f"{folder}/")
    subprocess.run(copy, shell=True, cwd=PROJECT, check=True)
    for unit in folder.iterdir():
        text = unit.read_text().replace("/opt/chatsite", str(packages.parents[2]))
        unit.write_text(text)
    return folder


def analyze(units, *words):
    """What systemd says of the units; only lines that are about them."""
    program = tools.need("systemd-analyze", "systemd")
    done = subprocess.run(
        [program, *words],
        env={"PATH": "/usr/bin:/bin", "SYSTEMD_UNIT_PATH": f"{units}:"},
        capture_output=True,
        text=True,
    )
    return done.returncode, [s for s in done.stderr.splitlines() if "chatsite" in s]


def test_systemd_understands_the_units(units):
    assert analyze(units, "verify", *map(str, units.iterdir())) == (0, [])


def test_the_service_has_little_to_do_harm_with(units):
    service = str(units / "chatsite.service")
    limits = ("security", "--offline=true", "--threshold=20")
    assert analyze(units, *limits, service)[0] == 0


def test_an_installed_site_serves_from_the_only_folder_it_can_write(
    packages, tmp_path_factory
):
    folder = tmp_path_factory.mktemp("only")  # short enough for a socket in it
    told = re.findall(r"^/opt/chatsite/bin/chatsite (\w+).*$", PAGE, re.MULTILINE)
    assert told == ["serve", "createuser", "version"]
    with Installed(packages, folder, "--workers=2") as site:
        assert f"{site.url}start/" in site.text
        site.run("createuser", "--staff", "ada", CHAT_PASSWORD=PASSWORD)
        cookie = fill_in(site.web, "login/", name="ada", password=PASSWORD)
        [app] = re.findall(r"/(static/js/app\.\w+\.js)", get(site, "", cookie))
        assert "class Chat" in get(site, app)
        assert bundle.FILE in get(site, "desktop/")
        assert bundle.build(*site.json) == fetched(f"{site.url}desktop/{bundle.FILE}")
        assert site.run("version").startswith(f"chatsite {VERSION}\n")
    assert [each.name for each in folder.iterdir()] == ["var"]
