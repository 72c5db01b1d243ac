"""Somebody who sends files to the site, in the test's own process, without a socket."""

from types import SimpleNamespace
from uuid import uuid4

from asgiref.testing import ApplicationCommunicator

from chat import wire
from chat.files import disk, sharing, uploading
from chat.files.addresses import UPLOADS, upload_at
from chat.files.contents import contents
from chat.files.door import Files
from chat.files.models import File
from chat.files.pictures.thumbnails import Drawn
from chat.models import PostRequest
from tests.support.waiting import SECONDS

PNG = b"\x89PNG\r\n\x1a\n" + b"p" * 20
SOUND = b"OggS" + b"o" * 20
# No text.
PLAN = b"pl\0n"


async def nothing(scope, receive, send):
    raise AssertionError(scope["path"])


async def ask(method, href, body=b"", session="", **headers):
    """One request; what is answered: status, headers, body."""
    path, _, query = href.partition("?")
    length = {"content-length": len(body)} if method in ("PUT", "PATCH") else {}
    said = {"host": "localhost", **length, **headers}
    if session:
        said["cookie"] = f"sessionid={session}"
    scope = {"type": "http", "method": method, "path": path, "scheme": "http"}
    scope["query_string"], scope["client"] = query.encode(), ("127.0.0.1", 1)
    scope["headers"] = [
        (name.replace("_", "-").encode(), str(value).encode())
        for name, value in said.items()
        if value is not None
    ]
    site = ApplicationCommunicator(Files(nothing), scope)
    await site.send_input({"type": "http.request", "body": body, "more_body": False})
    start = await site.receive_output(SECONDS)
    parts, more = [], True
    while more:
        part = await site.receive_output(SECONDS)
        parts.append(part["body"])
        more = part["more_body"]
    await site.wait(SECONDS)
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    return SimpleNamespace(status=start["status"], headers=told, body=b"".join(parts))


async def break_off(href, body):
    """Send a part of a PUT of twice as much, and be gone."""
    scope = {"type": "http", "method": "PUT", "path": href, "scheme": "http"}
    headers = {"host": "localhost", "content-length": f"{2 * len(body)}"}
    scope["headers"] = [(k.encode(), v.encode()) for k, v in headers.items()]
    site = ApplicationCommunicator(Files(nothing), {**scope, "client": None})
    await site.send_input({"type": "http.request", "body": body, "more_body": True})
    await site.send_input({"type": "http.disconnect"})
    await site.wait(SECONDS)


def begun(owner, name="plan.pdf", **more):
    return uploading.begin(owner, wire.BeginUpload(name=name, **more))


def sent(owner, content=PLAN, name="plan.pdf", **more):
    """A file that has come, and was not shared yet; of a picture it is said so."""
    upload = upload_at(begun(owner, name, **more).href.removeprefix(UPLOADS))
    part = disk.Part(upload.file)
    part.add(content)
    whole = disk.put_in(part)
    part.close()
    drawn = Drawn(4, 3, "#8090a0") if content == PNG else None
    return uploading.complete(upload, whole, drawn)


def share(author, place, *files, words="", id=None, **more):
    id = id or uuid4()
    text = sharing.words_of(words)
    ids = [file.pk for file in files]
    body, its = sharing.shared(author, ids, id, text, text and f"<p>{text}</p>")
    return sharing.share(PostRequest(author, place.pk, body, id, shared=its, **more))


def there():
    """The names of all contents in the storage."""
    folders, _ = contents().listdir("")
    return {name for each in folders for name in contents().listdir(each)[1]}


def shared_files():
    return File.objects.exclude(seq=None)
