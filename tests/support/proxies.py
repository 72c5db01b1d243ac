"""nginx and Caddy, run by the examples in ``deploy/``, at other ports and paths."""

import grp
import os
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.processes import free_port
from tests.support.servers import PROJECT, Site
from tests.support.tools import absent, install, need

SECONDS = 60
STREAM = Path("/etc/nginx/modules-enabled/50-mod-stream.conf")
# Of an example that is tried: nothing of the machine's is touched.
TRIED = "{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n"

Address = tuple[str, int]


@contextmanager
def nginx(site: Site, folder: Path, certificate: Path, key: Path) -> Iterator[dict]:
    """Its doors, by the port that each has in the example."""
    program = need("nginx", "nginx")
    if not STREAM.exists():
        install("libnginx-mod-stream")
    if not STREAM.exists():
        absent("nginx with its module stream")
    doors = {port: free_address() for port in (80, 443, 9443, 9444)}
    live = "/etc/letsencrypt/live/chat.example.org"
    group = grp.getgrgid(os.getgid()).gr_name
    others = {
        f"{live}/fullchain.pem": str(certificate),
        f"{live}/privkey.pem": str(key),
        "pid /run/nginx.pid": f"pid {folder}/pid",
        "user www-data": f"user www-data {group}",
        "/var/lib/chatsite": site.environment["CHAT_DATA_DIR"],
        "127.0.0.1:8000": address(site.web),
        "127.0.0.1:9000": address(site.plain),
        "127.0.0.1:9001": address(site.json),
        **{f"listen {port}": f"listen {address(at)}" for port, at in doors.items()},
    }
    text = (PROJECT / "deploy/nginx.conf").read_text()
    for what in sorted(others, key=len, reverse=True):
        assert what in text, what
        text = text.replace(what, others[what])
    (folder / "nginx.conf").write_text(text)
    words = [program, "-c", str(folder / "nginx.conf")]
    log = ["-e", "stderr", "-g", "daemon off;"]
    with _running([*words, *log], doors[443], folder):
        yield doors


@contextmanager
def caddy(site: Site, folder: Path, certificate: Path, key: Path) -> Iterator[dict]:
    """The same, with the certificate that it makes itself for this machine."""
    program = need("caddy", "caddy")
    door = free_address()
    (folder / "Caddyfile").write_text(
        TRIED + (PROJECT / "deploy/Caddyfile").read_text()
    )
    words = [program, "run", "--adapter", "caddyfile"]
    words += ["--config", str(folder / "Caddyfile")]
    places = {"CHAT_HOST": f"https://{address(door)}", "XDG_DATA_HOME": str(folder)}
    places |= {"CHAT_UPSTREAM": address(site.web), "XDG_CONFIG_HOME": str(folder)}
    with _running(words, door, folder, **places):
        yield {443: door}


@contextmanager
def _running(
    words: list[str], door: Address, folder: Path, **more: str
) -> Iterator[None]:
    log = folder / "log"
    with (
        log.open("wb") as out,
        subprocess.Popen(
            words, stdout=out, stderr=out, env={**os.environ, **more}
        ) as running,
    ):
        try:
            end = time.monotonic() + SECONDS
            while not _answers(door):
                assert running.poll() is None, log.read_text()
                assert time.monotonic() < end, log.read_text()
                time.sleep(0.05)
            yield
        finally:
            running.terminate()
            running.wait(SECONDS)
            print(log.read_text())


def _answers(door: Address) -> bool:
    """By TLS: Caddy listens before it has made its certificate."""
    anybody = ssl.create_default_context()
    anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
    try:
        with socket.create_connection(door, SECONDS) as connection:
            anybody.wrap_socket(connection).close()
    except (ConnectionRefusedError, ssl.SSLError):
        return False
    return True


def free_address() -> Address:
    return "127.0.0.1", free_port()


def address(at: Address) -> str:
    return f"{at[0]}:{at[1]}"
