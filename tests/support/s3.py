"""An S3 of one's own: moto's server, in a process that a test stops and kills."""

import signal
import subprocess
import sys
import urllib.request

from chat.files.bucket import Bucket
from tests.support.processes import free_port
from tests.support.tools import need_module
from tests.support.waiting import eventually

BUCKET, FOLDER = "house", "people"


class S3:
    """What was put into it is gone when it is killed."""

    def __init__(self):
        need_module("moto.server")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.bucket = self.reached()
        self.start()

    def reached(self, name=BUCKET):
        """A bucket of it, as a site has it."""
        return Bucket(
            bucket_name=name,
            location=FOLDER,
            endpoint_url=self.url,
            region_name="us-east-1",
            access_key="ours",
            secret_key="secret",
        )

    @property
    def environment(self):
        """What a site is told of it."""
        return {
            "CHAT_FILES_S3": f"s3://{BUCKET}/{FOLDER}",
            "AWS_ENDPOINT_URL_S3": self.url,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "ours",
            "AWS_SECRET_ACCESS_KEY": "secret",
        }

    @property
    def client(self):
        return self.bucket.connection.meta.client

    def start(self):
        """Start it; its bucket is empty."""
        words = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1"]
        self.process = subprocess.Popen(
            [*words, "-p", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        eventually(self._answers)
        self.client.create_bucket(Bucket=BUCKET)

    def hold(self):
        """Have it answer nothing any more, and hang nobody up."""
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def empty(self):
        for page in self.client.get_paginator("list_objects_v2").paginate(
            Bucket=BUCKET
        ):
            for each in page.get("Contents", ()):
                self.client.delete_object(Bucket=BUCKET, Key=each["Key"])

    def close(self):
        self.client.close()
        self.kill()

    def _answers(self):
        assert self.process.poll() is None
        try:
            with urllib.request.urlopen(f"{self.url}/moto-api/", timeout=5):
                return True
        except OSError:
            return False
