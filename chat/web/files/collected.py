"""The page's files, laid down in the data folder by names that tell what is in them.

Each state of them has a folder of its own, ``static/KEY``, which comes there whole, by
one rename, and is not changed: processes that start at the same time, of one version or
of two, do not disturb each other. It stays for ``KEPT`` after another one has taken its
place: pages that were opened before still ask for what is in it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import django
import servestatic
from django.contrib.staticfiles import finders
from servestatic.compress import brotli
from servestatic.storage import CompressedManifestStaticFilesStorage

from chat.web.files.joined import joined

KEPT_SECONDS = 7 * 24 * 3600
# However often somebody changes something, and starts.
STATES_KEPT = 5
# A state that is being laid down takes a second or two.
MAKING, MAKING_SECONDS = ".making-", 600
IGNORED = [".*", "*~", "__init__.py", "__pycache__"]


class CannotCollect(Exception):
    """They cannot be laid down: a sentence that says why, and what to do."""


class Laid(CompressedManifestStaticFilesStorage):
    """One state of them, by names that have a part of its hash in them."""

    keep_only_hashed_files = True
    keep_intermediate_files = False
    # Panels import what they share with the page.
    support_js_module_import_aggregation = True

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, file_permissions_mode=0o600)

    def stat_static_root(self) -> dict[str, os.stat_result]:
        """Nothing: nobody asks, and in folders beside it others make theirs."""
        return {}


def collect(folder: Path) -> Mapping[str, str]:
    """Lay them down below ``folder``, if they are not there; what each is called there.

    Raises:
        CannotCollect: there is no room for them, or the folder is not ours.
    """
    own, others = _files()
    laid = folder / _key({**others, **own})
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if not laid.exists():
            _lay({**others, **_whole(own)}, laid)
        os.utime(laid)  # it is the newest from now on
        _forget(folder, laid, time.time())
        return dict(Laid(laid).hashed_files)
    except OSError as error:
        raise CannotCollect(
            f"The page's files cannot be laid down in {folder} ({error.strerror}): make"
            " it writable, with room on its disk, or name another folder in"
            " CHAT_DATA_DIR."
        ) from None


def states(folder: Path) -> list[Path]:
    """The folder of each state that is laid down there; the newest is the first."""
    found = []
    for path in folder.glob("[!.]*"):
        with suppress(FileNotFoundError):  # another start has just removed it
            found.append((path.stat().st_mtime, path))
    return [path for _, path in sorted(found, reverse=True)]


def _files() -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The site's own, and what others bring along, by their paths."""
    own: dict[str, bytes] = {}
    others: dict[str, bytes] = {}
    for finder in finders.get_finders():
        its = own if isinstance(finder, finders.FileSystemFinder) else others
        for path, storage in finder.list(IGNORED):
            its.setdefault(path, Path(storage.path(path)).read_bytes())
    return own, others


def _whole(own: Mapping[str, bytes]) -> dict[str, bytes]:
    """The site's own, joined."""
    code = sorted(path for path in own if path.endswith((".js", ".css")))
    whole = joined({path: own[path].decode() for path in code})
    rest = {path: content for path, content in own.items() if path not in code}
    return {**rest, **{path: text.encode() for path, text in whole.items()}}


def _key(files: Mapping[str, bytes]) -> str:
    """Another one whenever something would be laid down otherwise."""
    tools = f"{django.__version__} {servestatic.__version__} {brotli is not None} "
    ways = (Path(__file__), Path(__file__).with_name("joined.py"))
    made = hashlib.sha256(tools.encode())
    for way in ways:
        made.update(way.read_bytes())
    for path, content in sorted(files.items()):
        made.update(f"{path} {len(content)} ".encode() + content)
    return made.hexdigest()[:16]


def _lay(files: Mapping[str, bytes], laid: Path) -> None:
    made = laid.with_name(MAKING + secrets.token_hex(8))
    try:
        for path, content in files.items():
            file = made / path
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.write_bytes(content)
        storage = Laid(made)
        results = storage.post_process({path: (storage, path) for path in files})
        for result in (result for _, _, result in results):
            if isinstance(result, Exception):
                raise result
        made.rename(laid)
    except OSError as error:
        # Somebody else was faster, with the same.
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _forget(folder: Path, laid: Path, now: float) -> None:
    """What was followed by another long ago, and what somebody has not finished."""
    found = states(folder)
    followed = [(old, _touched(new, now)) for new, old in pairwise(found)]
    gone = [old for old, since in followed if now - since > KEPT_SECONDS]
    half = [
        path
        for path in folder.glob(f"{MAKING}*")
        if now - _touched(path, now) > MAKING_SECONDS
    ]
    for path in {*gone, *found[STATES_KEPT:], *half} - {laid}:
        shutil.rmtree(path, ignore_errors=True)


def _touched(path: Path, now: float) -> float:
    """When it was; just now, if somebody has finished it meanwhile."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return now
