"""Traces of a site that runs, as somebody receives them who speaks OTLP."""

import gzip
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import pytest
from django.core.exceptions import ImproperlyConfigured

from chat.traces import exporting
from tests.support.clients import JsonClient, Lines
from tests.support.servers import PROJECT, Site, environment
from tests.support.tools import need_module

PAGE = (Path(PROJECT) / "docs/operating.md").read_text()
WANTED = re.search(r"^(CHAT_TRACES=1 \S+) python manage\.py serve$", PAGE, re.M)[1]
LOADED = "import chatsite.asgi, sys; sys.exit('chat.traces.seams' in sys.modules)"


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        self.server.received.append((self.path, body))
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *words):
        pass


@contextmanager
def receiver():
    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        server.received = []
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


def spans_of(server, service):
    for path, body in server.received:
        assert path == "/v1/traces"
        request = service.ExportTraceServiceRequest.FromString(body)
        for resource in request.resource_spans:
            about = {each.key: each.value for each in resource.resource.attributes}
            assert about["service.name"].string_value == "chatsite"
            for scope in resource.scope_spans:
                yield from scope.spans


@pytest.mark.processes
async def test_a_site_sends_its_spans_by_otlp_to_the_last_before_it_ends(tmp_path):
    service = need_module("opentelemetry.proto.collector.trace.v1.trace_service_pb2")
    with receiver() as server:
        words = WANTED.replace("4318", str(server.server_port)).split()
        wanted = dict(word.split("=") for word in words)
        # Nothing is sent before the end.
        with Site(tmp_path, **wanted, OTEL_BSP_SCHEDULE_DELAY="60000") as site:
            ada = await JsonClient.enter(site.json, "ada")
            await ada.post("#lobby", "hello")
            await Lines.close_all()
            urlopen(f"{site.url}login/").read()
            assert site.stop() in (0, -signal.SIGTERM)
    spans = {span.name: span for span in spans_of(server, service)}
    assert {"post", "write post_all", "announce", "GET /login/"} <= spans.keys()
    about = {each.key: each.value for each in spans["post"].attributes}
    assert about["chat.door"].string_value == "json"


@pytest.mark.processes
def test_where_it_is_not_wanted_nothing_of_it_is_loaded(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=PROJECT, env=environment(tmp_path)
    )
    assert ended.returncode == 0


@pytest.mark.parametrize(
    "lacking", ["opentelemetry.sdk", "opentelemetry.exporter.otlp.proto.http"]
)
def test_what_is_not_installed_is_a_sentence(monkeypatch, lacking):
    monkeypatch.setitem(sys.modules, lacking, None)
    with pytest.raises(ImproperlyConfigured, match="pip install"):
        exporting.require()


def test_another_protocol_is_refused_in_a_sentence(monkeypatch):
    need_module("opentelemetry.exporter.otlp.proto.http")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
    with pytest.raises(ImproperlyConfigured, match="is grpc: traces are sent by http"):
        exporting.require()
