"""An administrator uploads what the site is recognised by."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from chat.files.logo import panel as page
from chat.files.logo import showing
from chat.files.logo.door import PATH
from chat.files.models import Logo
from chat.models import User
from chat.web.brand import Brand
from chatsite.asgi import application
from tests.files.pictures import PLACE, colourful, opened, telling
from tests.support.people import account, log_in

pytestmark = [pytest.mark.django_db(transaction=True)]
ADD = reverse("admin:files_logo_add")


@pytest.fixture
def panel(client, monkeypatch):
    monkeypatch.setattr(Brand, "uploaded", None)
    ways = {"is_staff": True, "is_superuser": True}
    client.force_login(User.objects.sign_up("chief", "correct horse", **ways))
    return client


def upload(panel, content):
    answer = panel.post(ADD, {"file": SimpleUploadedFile("logo", content)})
    showing.renew()
    return answer


def shown(panel):
    answer = panel.get("/site/logo")
    return answer.content if answer.status_code == 200 else None


@pytest.mark.processes
def test_what_is_uploaded_is_drawn_anew_and_seen_until_it_is_deleted(panel):
    assert shown(panel) is None
    address = Brand.here().address("icon")
    assert upload(panel, telling("JPEG", colourful(900, 600))).status_code == 302
    assert opened(shown(panel)).size == (192, 192)
    assert PLACE not in shown(panel)
    assert Brand.here().address("icon") != address
    assert b"site/logo?" in panel.get("/").content
    [row] = Logo.objects.all()
    gone = reverse("admin:files_logo_delete", args=[row.pk])
    assert panel.post(gone, {"post": "yes"}).status_code == 302
    showing.renew()
    assert shown(panel) is None
    assert Brand.here().address("icon") == address


@pytest.mark.processes
def test_what_is_no_picture_is_refused_by_a_sentence(panel):
    answer = upload(panel, b"<svg/>")
    assert b"That is no picture that the site can draw." in answer.content
    assert not Logo.objects.exists()


def test_nor_is_what_is_too_large_looked_at(panel, monkeypatch):
    monkeypatch.setattr(page, "MOST_BYTES", 5)
    monkeypatch.setattr(showing, "drawn", None)
    assert b"no picture" in upload(panel, b"123456").content


def test_others_do_not(client):
    client.force_login(User.objects.sign_up("ada", "correct horse", is_staff=True))
    assert client.post(ADD).status_code == 403


async def test_of_what_others_send_nothing_is_read():
    said = []

    async def post(session):
        headers = [
            (b"host", b"localhost"),
            (b"cookie", f"sessionid={session}".encode()),
        ]
        scope = {"type": "http", "method": "POST", "path": ADD, "headers": headers}
        await application({**scope, "client": ("127.0.0.1", 1)}, read, hear)

    async def read():
        said.append({"status": "it is read"})
        return {"type": "http.disconnect"}

    async def hear(part):
        said.append(part)

    await post("")
    await post(await log_in(await account("ada")))
    assert [part["status"] for part in said if "status" in part] == [403, 403]
    chief = await account("chief", is_staff=True)
    await post(await log_in(chief))
    assert said[-1]["status"] == "it is read"


def test_as_much_as_a_logo_is_taken_where_that_is_asked(settings):
    assert PATH == ADD
    assert PATH in settings.CHAT_LARGER_REQUESTS
