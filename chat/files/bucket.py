"""Contents in a bucket of S3, or of whatever speaks as it does.

Where it is, and who the site is there, say AWS's own variables and files
(``AWS_ENDPOINT_URL_S3``, ``AWS_ACCESS_KEY_ID``, …). It may stand still at any moment:
whatever is asked of it ends in bounded time.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File as Content
from storages.backends.s3 import S3Storage

from chat.files.contents import Contents, Found, Readable
from chat.files.threads import StorageAway
from chat.logging.outage import Outage
from chat.wire.errors import DiskFull

CONNECT_SECONDS, ANSWER_SECONDS, TRIES = 3, 10, 2
# Each that is handed out has one until its reader has it.
CONNECTIONS = 100
# What else is in the bucket is nobody's here.
_NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}")
_GONE = ("404", "NoSuchKey")
_FULL = 507
_connecting = threading.Lock()

BUCKET = Outage("The bucket of files")


@contextmanager
def _asking() -> Iterator[None]:
    """Raises:
    FileNotFoundError
    DiskFull
    StorageAway: it does not answer, or refuses; the cause says which.
    """
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in _GONE:
            raise FileNotFoundError(str(error)) from None
        BUCKET.failed(error)
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        raise (DiskFull if status == _FULL else StorageAway) from error
    except (BotoCoreError, Boto3Error, ConnectionError, TimeoutError) as error:
        BUCKET.failed(error)
        raise StorageAway from error
    BUCKET.worked()


class Bucket(Contents, S3Storage):
    """One, or what is below a folder of one."""

    _connection: Any = None
    # Whatever Django asks of a storage.
    _open = _asking()(S3Storage._open)
    _save = _asking()(S3Storage._save)
    delete = _asking()(S3Storage.delete)
    exists = _asking()(S3Storage.exists)
    size = _asking()(S3Storage.size)
    listdir = _asking()(S3Storage.listdir)
    get_modified_time = _asking()(S3Storage.get_modified_time)

    def get_default_settings(self) -> dict[str, Any]:
        patience = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=ANSWER_SECONDS,
            retries={"total_max_attempts": TRIES, "mode": "standard"},
            max_pool_connections=CONNECTIONS,
            # Of AWS's own age: others refuse what they do not know.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        in_its_thread = TransferConfig(use_threads=False)
        own = {"client_config": patience, "transfer_config": in_its_thread}
        return {**super().get_default_settings(), **own}

    @property
    def connection(self) -> Any:
        """One for all threads: each of its own would read all that AWS says of S3."""
        with _connecting:
            if self._connection is None:
                self._connection = super().connection
            return self._connection

    def put(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            self.save(name, Content(file))
        path.unlink()

    @_asking()
    def opened(self, name: str, start: int = 0, end: int | None = None) -> Readable:
        part = f"bytes={start}-{'' if end is None else end - 1}"
        where = {"Bucket": self.bucket_name, "Key": self._normalize_name(name)}
        answer = self.connection.meta.client.get_object(**where, Range=part)
        return _Coming(answer["Body"])

    def found(self) -> Iterator[tuple[str, dict[str, Found]]]:
        with _asking():
            for folder, its in groupby(self._listed(), lambda each: each[0][:2]):
                yield folder, {name.partition("/")[2]: found for name, found in its}

    def _listed(self) -> Iterator[tuple[str, Found]]:
        """In the order of their names."""
        beginning = self._normalize_name("x").removesuffix("x")
        pages = self.connection.meta.client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.bucket_name, Prefix=beginning):
            for each in page.get("Contents", ()):
                name = each["Key"].removeprefix(beginning)
                if _NAME.fullmatch(name):
                    yield name, Found(each["Size"], each["LastModified"])


class _Coming:
    """What comes of a content, over a connection of its own."""

    def __init__(self, body: Any) -> None:
        self._body = body

    @_asking()
    def read(self, most: int) -> bytes:
        return bytes(self._body.read(most))

    def close(self) -> None:
        self._body.close()
