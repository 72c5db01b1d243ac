"""Each check says what is wrong, where something really is."""

import json
import os
import re
import sqlite3
import ssl
import time
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import SimpleNamespace

import pytest
import trustme
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.operations import RunSQL
from django.db.migrations.recorder import MigrationRecorder
from psycopg.errors import UniqueViolation
from websockets.sync.server import serve

from chat.doctor import address, certificate, database, machine, mail, quiet, structure
from chat.doctor import redis as broker
from chat.doctor.finding import OK, WARNING, WRONG, Asked
from chat.site import command
from tests.support.mail import serving
from tests.support.servers import Site, manage

ASKED = Asked()


def said(check, level, asked=ASKED):
    """What a check says at that level, all in one text."""
    return "\n".join(f"{f.said}; {f.do}" for f in check(asked) if f.level == level)


def test_a_setting_that_is_none_is_named_with_the_nearest(monkeypatch):
    monkeypatch.setenv("CHAT_DATABASE_CONECTIONS", "3")
    told = said(machine.variables, WARNING)
    assert "CHAT_DATABASE_CONECTIONS" in told
    assert "you may mean CHAT_DATABASE_CONNECTIONS" in told


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"DEBUG": True, "ALLOWED_HOSTS": ["chat.example"]}, "unset DEBUG"),
        ({"TRUSTED_PROXIES": ["*"]}, "list the proxies"),
        ({"HTTPS": True, "TRUSTED_PROXIES": []}, "set TRUSTED_PROXIES"),
        ({"ALLOWED_HOSTS": ["*"]}, "list the site's names"),
        ({"CHAT_RATE": 20, "CHAT_BURST": 5}, "raise CHAT_BURST"),
    ],
)
def test_what_contradicts_itself_is_said(settings, how, words):
    for name, value in how.items():
        setattr(settings, name, value)
    both = said(machine.contradictions, WRONG), said(machine.contradictions, WARNING)
    assert words in "".join(both)


def test_a_file_that_others_can_read_is_named(settings, tmp_path):
    settings.CHAT_DATA_DIR = tmp_path
    (tmp_path / "secret_key").write_text("key")
    (tmp_path / "secret_key").chmod(0o644)
    assert "mode 644" in said(machine.modes, WRONG)
    (tmp_path / "secret_key").chmod(0o600)
    settings.CHAT_BACKUP_DIR = tmp_path / "elsewhere"
    settings.CHAT_BACKUP_DIR.mkdir()
    made = settings.CHAT_BACKUP_DIR / "chatsite-20260101T000000.0Z.zip"
    made.touch()
    made.chmod(0o640)
    assert f"chmod go= {made}" in said(machine.modes, WRONG)


def test_a_file_of_another_user_is_named(settings, tmp_path, monkeypatch):
    settings.CHAT_DATA_DIR = tmp_path
    (tmp_path / "secret_key").touch(mode=0o600)
    owner = os.getuid()
    assert not said(machine.modes, WRONG)
    monkeypatch.setattr(machine.os, "getuid", lambda: owner + 1)
    told = said(machine.modes, WRONG)
    assert f"belongs to user {owner}, and not" in told
    assert "run this as the user of the site" in told


def test_a_disk_that_is_full_is_said(monkeypatch):
    monkeypatch.setattr(machine, "LEAST_BYTES", 2**60)
    assert "make room" in said(machine.disk, WRONG)


def test_a_backup_that_is_old_or_none_is_said(settings, tmp_path):
    settings.CHAT_BACKUP_DIR = tmp_path
    settings.CHAT_BACKUP_EVERY = timedelta(hours=1)
    told = said(machine.backups, WARNING)
    assert "there is none" in told
    assert f"make one: {command('backup', 'FILE')}" in told
    (made := tmp_path / "chatsite-20260101T000000.0Z.zip").touch()
    assert said(machine.backups, OK)
    os.utime(made, (time.time() - 9000,) * 2)
    assert "2.5 hours old" in said(machine.backups, WRONG)


def test_a_redis_that_drops_keys_or_is_away_is_said(settings, valkey):
    assert not said(broker.look, WRONG)
    valkey.config_set("maxmemory", "1gb")
    valkey.config_set("maxmemory-policy", "allkeys-lru")
    try:
        assert "set maxmemory-policy" in said(broker.look, WARNING)
    finally:
        valkey.config_set("maxmemory", "0")
        valkey.config_set("maxmemory-policy", "noeviction")
    settings.REDIS_URLS = ["redis://:seesaw@127.0.0.1:1/0"]
    settings.REDIS_IS_EMBEDDED = False
    told = said(broker.look, WRONG)
    assert "does not answer" in told
    assert "seesaw" not in told


def test_a_redis_that_is_a_replica_is_said(valkey):
    valkey.replicaof("127.0.0.1", 1)
    try:
        assert "name its master in REDIS_URL" in said(broker.look, WRONG)
    finally:
        valkey.replicaof("NO", "ONE")


def test_a_clock_that_nothing_sets_right_is_said(monkeypatch):
    assert machine._clock_state() in range(-1, machine.TIME_ERROR + 1)
    told = []
    for state in (machine.TIME_ERROR, 0, -1):
        monkeypatch.setattr(machine, "_clock_state", lambda state=state: state)
        told.append([each.level for each in machine.clock(ASKED)])
    assert told == [[WARNING], [OK], []]


def test_a_clock_that_is_wrong_is_said():
    assert broker.clock_of("Redis", time.time() - 10).level == WRONG
    assert broker.clock_of("Redis", time.time()).level == OK


# Each that is not the table's own: its name, and what drops it.
TO_DROP = {
    "sqlite": """
        SELECT name, 'DROP INDEX "' || name || '"' FROM sqlite_master
        WHERE type = 'index' AND sql <> ''
    """,
    "postgresql": """
        SELECT relname, CASE WHEN conname IS NULL THEN format('DROP INDEX %I', relname)
        ELSE format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
        END FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        LEFT JOIN pg_constraint u ON u.conindid = i.indexrelid AND u.contype = 'u'
        WHERE NOT i.indisprimary AND c.relnamespace = current_schema()::regnamespace
    """,
}


@pytest.mark.dear
@pytest.mark.django_db
def test_each_index_and_constraint_that_is_missing_is_named():
    assert [each.level for each in database._look(ASKED)].count(WRONG) == 0
    with connection.cursor() as cursor:
        cursor.execute(TO_DROP[connection.vendor])
        dropped = dict(cursor.fetchall())
        for drop in dropped.values():
            cursor.execute(drop)
    [wrong] = [each for each in database._look(ASKED) if each.level == WRONG]
    wanted = {each.name for model in apps.get_models() for each in named_by(model)}
    assert "one_look" in dropped.keys() & wanted
    assert not [name for name in dropped.keys() & wanted if name not in wrong.said]
    assert "chat_visit.at (index)" in wrong.said
    assert "auth_permission.content_type_id, codename (unique)" in wrong.said


def named_by(model):
    return [*model._meta.indexes, *model._meta.constraints]


def test_an_index_by_sql_of_a_migration_s_own_is_wanted(monkeypatch):
    made = RunSQL(
        "CREATE UNIQUE INDEX one ON chat_user (id); CREATE INDEX two ON t (a)"
    )
    left = RunSQL("DROP INDEX two")
    nodes = {
        ("chat", "0002"): SimpleNamespace(operations=[left]),
        ("chat", "0001"): SimpleNamespace(operations=[made]),
    }
    loader = SimpleNamespace(graph=SimpleNamespace(nodes=nodes))
    monkeypatch.setattr(structure, "MigrationLoader", lambda _: loader)
    assert structure.by_own_sql() == {"one"}


@pytest.mark.dear
@pytest.mark.django_db
def test_a_migration_that_is_missing_or_of_a_newer_version_is_said():
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("updates", "0001_steps")
    told = said(database._look, WRONG)
    assert f"lacks updates.0001_steps; run {command('migrate')}" in told
    recorder.record_applied("chat", "9999_of_tomorrow")
    told = said(database._look, WRONG)
    assert "newer than this version" in told
    assert command("migrate") not in told


@pytest.mark.processes
def test_a_database_that_is_damaged_is_said_with_the_way_back(tmp_path):
    (tmp_path / "chat.sqlite3").write_bytes(b"rubbish" * 999)
    (tmp_path / "backups").mkdir()
    (made := tmp_path / "backups/chatsite-20260101T000000.0Z.zip").touch()
    done = manage(tmp_path, "doctor")
    assert done.returncode == 1
    assert "it is damaged" in done.stdout
    assert f"restore {made}" in done.stdout


def test_a_log_of_sqlite_that_has_grown_is_said(tmp_path, monkeypatch):
    path = tmp_path / "chat.sqlite3"
    monkeypatch.setattr(database, "file_of", lambda _: path)
    monkeypatch.setattr(database, "WAL_BYTES", 1_000_000)
    with closing(sqlite3.connect(path)) as site:
        site.execute("PRAGMA journal_mode = WAL")
        assert not said(database._sqlite, WARNING)
        site.execute("PRAGMA wal_autocheckpoint = 0")
        site.execute("CREATE TABLE big AS SELECT zeroblob(2000000)")
        assert "2 MB; end what reads" in said(database._sqlite, WARNING)


# With many rows, of which nothing is swept or counted by itself.
WORN = """
    CREATE TABLE worn WITH (autovacuum_enabled = off)
    AS SELECT 1 AS one FROM generate_series(1, 20000)
"""


@pytest.mark.processes
def test_a_postgresql_that_is_kept_carelessly_is_said(tmp_path, postgres):
    more = postgres.environment
    with postgres.connect() as asking:
        asking.autocommit = True
        asking.execute("ALTER SYSTEM SET fsync = off")
        asking.execute("SELECT pg_reload_conf()")
        asking.execute(WORN)
        with pytest.raises(UniqueViolation):
            asking.execute("CREATE UNIQUE INDEX CONCURRENTLY half ON worn (one)")
        asking.execute("UPDATE worn SET one = 2")
        asking.execute(
            "ALTER TABLE worn ADD CONSTRAINT not_2 CHECK (one <> 2) NOT VALID"
        )
    done = manage(tmp_path, "doctor", "--workers=900", **more)
    assert done.returncode == 1
    for words in (
        *("fsync is off", "raise max_connections", "up to date"),
        *("REINDEX INDEX CONCURRENTLY half;", "VACUUM ANALYZE worn;", "ANALYZE worn;"),
        "ALTER TABLE worn VALIDATE CONSTRAINT not_2;",
    ):
        assert words in done.stdout


def test_a_certificate_that_ends_or_is_no_pair_is_said(tmp_path):
    authority = trustme.CA()
    soon = datetime.now(UTC) + timedelta(days=3)
    issued = authority.issue_cert("chat.example", not_after=soon)
    paths = tmp_path / "cert.pem", tmp_path / "key.pem"
    issued.cert_chain_pems[0].write_to_path(paths[0])
    issued.private_key_pem.write_to_path(paths[1])
    told = said(certificate.look, WARNING, Asked(pair=tuple(map(str, paths))))
    assert "days more; renew it" in told
    assert "without its chain" in told
    trustme.CA().issue_cert("b.example").private_key_pem.write_to_path(paths[1])
    assert said(certificate.look, WRONG, Asked(pair=tuple(map(str, paths))))


@pytest.mark.processes
def test_a_site_that_runs_is_asked_through_its_address(tmp_path):
    with Site(tmp_path) as site:
        done = manage(tmp_path, "doctor", f"--url={site.url}", "--json", "--quiet=0.3")
    found = json.loads(done.stdout)["findings"]
    assert done.returncode == 0, done.stdout
    words = [each["said"] for each in found if each["subject"] == "address"]
    assert {"WebSockets pass", "the log-in page answers 200"} <= set(words)
    pinged = re.compile(r"a WebSocket that is quiet is pinged after \d+ s")
    assert any(map(pinged.fullmatch, words))
    gone = manage(tmp_path, "doctor", f"--url={site.url}")
    assert gone.returncode == 1
    assert "nobody answers there" in gone.stdout


class BadProxy(BaseHTTPRequestHandler):
    """Hands on little: no upgrade, no long form, another's name."""

    def do_GET(self):
        code = {"/healthz": 200, "/login/": self.server.log_in}.get(self.path, 426)
        self.send_response(code)
        self.send_header("content-length", "0")
        for header in self.server.more:
            self.send_header(*header)
        self.end_headers()

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.send_error(413)

    def log_message(self, *words):
        pass


@contextmanager
def bad_proxy(log_in, *more, tls=None):
    """``log_in`` is the status of that page, ``more`` are headers of every answer."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BadProxy) as server:
        server.log_in, server.more = log_in, more
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        scheme = "https" if tls else "http"
        yield Asked(url=f"{scheme}://127.0.0.1:{server.server_port}")
        server.shutdown()


def test_cookies_without_tls_and_a_certificate_of_nobody_are_said(
    tmp_path, monkeypatch
):
    authority, tls = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    cookies = [("set-cookie", "a=b; Secure"), ("set-cookie", "c=d; HttpOnly")]
    with bad_proxy(200, *cookies, tls=tls) as asked:
        assert "is not trusted" in said(address.look, WRONG, asked)
        authority.cert_pem.write_to_path(tmp_path / "ca.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        assert "without TLS; set HTTPS=1" in said(address.look, WRONG, asked)
    with bad_proxy(200, cookies[0], tls=tls) as asked:
        assert "set HTTPS=1" not in said(address.look, WRONG, asked)


def test_an_address_that_leads_to_tls_is_named():
    with bad_proxy(301, ("location", "https://chat.example/login/")) as asked:
        told = said(address.look, WRONG, asked)
    assert "ask there: --url https://chat.example" in told
    assert "X-Forwarded-Proto" not in told


@pytest.mark.parametrize(
    ("log_in", "words"), [(400, "ALLOWED_HOSTS"), (301, "X-Forwarded-Proto")]
)
def test_a_proxy_that_hands_on_too_little_is_said(settings, log_in, words):
    settings.TRUSTED_PROXIES = ["192.0.2.1"]
    with bad_proxy(log_in) as asked:
        wrong, warned = (
            said(address.look, WRONG, asked),
            said(address.look, WARNING, asked),
        )
    for each in (words, "pass Upgrade", "a form of 60000 bytes is refused"):
        assert each in wrong
    assert "list it in TRUSTED_PROXIES" in warned
    assert "not encrypted" in warned


@pytest.mark.parametrize(
    ("proxies", "forwarded", "words"),
    [
        (["::1"], [], "all count as one"),
        (["::1"], [quiet.CLAIMED], "each can be anybody"),
        (["::1"], ["198.51.100.4", quiet.CLAIMED], "each can be anybody"),
        (["::1"], [quiet.CLAIMED, "198.51.100.4"], "says who the clients are"),
        (["::1"], ["198.51.100.4"], "says who the clients are"),
        ([], ["198.51.100.4"], "list it in TRUSTED_PROXIES"),
    ],
)
def test_whom_a_proxy_names_is_judged(settings, proxies, forwarded, words):
    settings.TRUSTED_PROXIES = proxies
    [found] = quiet._named(forwarded)
    assert words in f"{found.said}; {found.do}"


@contextmanager
def through(say):
    """A proxy that answers a WebSocket itself, as ``say`` does it."""
    with serve(say, "127.0.0.1", 0, compression=None, ping_interval=None) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        host, port = server.socket.getsockname()
        yield f"{host}:{port}"
        server.shutdown()


def together(connection):
    connection.send('{"scheme": "ws", "forwarded": []}')
    connection.send("{}")
    with suppress(TimeoutError):
        connection.recv(0.2)  # it lets nobody be quiet for longer


def silent(connection):
    connection.close()


@pytest.mark.parametrize(
    ("say", "words"),
    [
        (together, ["late, and together", "is quiet is ended after "]),
        (silent, ["no word comes"]),
    ],
)
def test_a_websocket_that_a_proxy_mistreats_is_said(say, words):
    with through(say) as host:
        told = "\n".join(each.said for each in quiet.look("http", host, 3))
    assert all(each in told for each in words), told


@pytest.mark.parametrize("seconds", ["nan", "-1", "1e9", "soon"])
def test_what_is_no_time_to_be_quiet_for_is_refused(seconds):
    with pytest.raises(CommandError, match="--quiet"):
        call_command("doctor", f"--quiet={seconds}")


# --- Mail -----------------------------------------------------------------------------


def test_the_server_for_mail_is_spoken_to_and_sends_nothing(settings):
    settings.CHAT_MAILS = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with serving() as mails:
        settings.EMAIL_PORT = mails.port
        assert "takes it" in said(mail.look, OK)
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "ada", "a secret"
        assert "takes none" in said(mail.look, WRONG)
    told = said(mail.look, WRONG)
    assert "takes none" in told
    assert "a secret" not in told
