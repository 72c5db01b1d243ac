"""The image's recipe, and what is set up beside it, as far as no daemon is needed.

``compose-spec.json`` is the schema that the Compose specification publishes, under the
Apache License 2.0.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from django.core.management import load_command_class
from ruamel.yaml import YAML

from tests.support.servers import PROJECT
from tests.support.tools import absent

RECIPE = (PROJECT / "Dockerfile").read_text()
TEXT = (PROJECT / "deploy/compose.yaml").read_text()
COMPOSE = YAML(typ="safe", pure=True).load(TEXT)
SERVICES = COMPOSE["services"]
SCHEMA = json.loads((PROJECT / "tests/system/compose-spec.json").read_text())
SECRETS = ("POSTGRES_PASSWORD", "VALKEY_PASSWORD", "SECRET_KEY")


@pytest.mark.processes
def test_the_recipe_of_the_image_is_as_it_should_be():
    beside = str(Path(sys.executable).parent)
    program = shutil.which("hadolint", path=beside) or shutil.which("hadolint")
    words = [program or absent("hadolint"), str(PROJECT / "Dockerfile")]
    done = subprocess.run(words, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_runs_as_nobody_special_and_looks_after_itself():
    last = RECIPE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER [1-9]\d*$", last, re.MULTILINE)
    assert re.findall(r"^VOLUME (.*)$", last, re.MULTILINE) == ["/var/lib/chatsite"]
    assert "/healthz" in last.partition("HEALTHCHECK ")[2]


def test_the_image_starts_the_site_at_every_address():
    command = json.loads(re.search(r"^CMD (\[.*\])$", RECIPE, re.MULTILINE)[1])
    assert command[0] == "serve"
    parser = load_command_class("chat", "serve").create_parser("chatsite", "serve")
    options = parser.parse_args(command[1:])
    assert {options.bind, options.plain, options.json} == {
        f"0.0.0.0:{port}" for port in re.findall(r"\d+", _line("EXPOSE"))
    }


def test_the_image_is_made_of_all_that_the_wheel_is_made_of():
    ignored = (PROJECT / ".dockerignore").read_text()
    given = {line[1:] for line in ignored.splitlines() if line.startswith("!")}
    parts = {"chat", "chatsite", "static", "templates", "setup.py", "pyproject.toml"}
    parts |= {"README.md", "LICENSE", "requirements.txt", "requirements.lock"}
    parts |= {"requirements-traces.txt", "requirements-s3.txt"}
    assert given == parts
    assert all((PROJECT / each).exists() for each in given)


def test_the_services_are_as_the_specification_has_them():
    found = jsonschema.Draft7Validator(SCHEMA).iter_errors(COMPOSE)
    assert [error.message for error in found] == []
    assert set(COMPOSE["volumes"]) == {"site", "postgres", "caddy"}


def test_every_service_is_known_to_be_well_before_others_need_it():
    for service in SERVICES.values():
        for name, how in service.get("depends_on", {}).items():
            is_checked = "healthcheck" in SERVICES[name] or name == "site"
            assert is_checked or how["condition"] == "service_completed_successfully"


@pytest.mark.parametrize("name", SECRETS)
def test_no_secret_has_a_default(name):
    uses = re.findall(rf"\$\{{{name}([^}}]*)\}}", TEXT)
    assert uses[0].startswith(":?")
    assert {use[:2] for use in uses} <= {":?", ""}


def test_the_site_in_it_has_settings_that_there_are():
    known = "".join(path.read_text() for path in (PROJECT / "chatsite").glob("*.py"))
    for name in SERVICES["site"]["environment"]:
        assert f'"{name}"' in known
    proxy = SERVICES["caddy"]["networks"]["default"]["ipv4_address"]
    assert SERVICES["site"]["environment"]["TRUSTED_PROXIES"] == proxy


def test_nobody_outside_reaches_what_does_not_encrypt():
    for name, service in SERVICES.items():
        open_to_all = [p for p in service.get("ports", ()) if "127.0.0.1:" not in p]
        assert not open_to_all or name == "caddy"
    assert SERVICES["site"]["read_only"]


def _line(word):
    return re.search(rf"^{word} (.*)$", RECIPE, re.MULTILINE)[1]
