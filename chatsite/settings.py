"""Settings, each read from the environment, each with a default that works on a laptop.

The README has the table. Everything that the site keeps by itself (the SQLite database,
the secret key, the embedded Valkey) lives in one folder, ``CHAT_DATA_DIR``.
"""

import os
import secrets
import sys
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from chat.broker import backends, embedded
from chat.broker.address import split as redis_addresses
from chat.words import LANGUAGES as LANGUAGES_BY_CODE
from chatsite import capabilities, database, folder, logs, policy, storages
from chatsite.bounds import *  # noqa: F403
from chatsite.environment import (
    address,
    choice,
    colour,
    flag,
    level,
    line,
    number,
    picture,
    span,
    token,
    url,
    words,
)
from chatsite.mail import *  # noqa: F403
from chatsite.oidc import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent
# Where it is installed, the build has put the page's parts beside this file, and a
# folder for data is nobody's to find there.
_HERE = Path(__file__).resolve().parent
_IS_INSTALLED = (_HERE / "templates").is_dir()
_PARTS, _AT = (_HERE, Path.cwd()) if _IS_INSTALLED else (BASE_DIR, BASE_DIR)


def _secret_key() -> tuple[str, bool]:
    """The key from the environment, or one that is made once and kept; is it new?

    It is not kept where a backup is to become a site: that brings its own along.
    """
    if key := os.environ.get("SECRET_KEY"):
        return key, False
    path = CHAT_DATA_DIR / "secret_key"
    is_new = not path.exists()
    if is_new and sys.argv[1:2] in (["backup"], ["restore"]):
        return secrets.token_urlsafe(64), True
    if is_new:
        # Two processes may start at once: whoever links first wins, both read the same.
        draft = path.with_name(f".secret_key-{secrets.token_hex(8)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            is_new = False
        finally:
            draft.unlink()
    return path.read_text(), is_new


DEBUG = flag("DEBUG", False)
CHAT_DATA_DIR = folder.prepare(Path(os.environ.get("CHAT_DATA_DIR") or _AT / "var"))
SECRET_KEY, SECRET_KEY_IS_NEW = _secret_key()

# Where nothing is said, the site answers to the names of where it listens as well.
HOSTS_ARE_GIVEN = bool(words("ALLOWED_HOSTS"))
ALLOWED_HOSTS = words("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")

# None: allowed in DEBUG, and where every door is bound to loopback.
CHAT_ALLOW_GUESTS = flag("CHAT_ALLOW_GUESTS", True if DEBUG else None)

# Where people reach the pages, for addresses that are told at other doors.
CHAT_URL = url("CHAT_URL")
# Where programs reach the JSON door; ``serve`` knows its own, but not that of a proxy.
CHAT_JSON_ADDRESS = address("CHAT_JSON_ADDRESS")

INSTALLED_APPS = [
    *capabilities.OURS,
    "channels",
    "servestatic",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
]

MIDDLEWARE = [
    "chat.web.encrypted.middleware",
    "chat.web.compressed.Compressed",
    "chat.web.problems.Refusals",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "chat.web.files.lying.Lying",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "chat.accounts.languages.Languages",
    "django.middleware.common.CommonMiddleware",
    "chat.accounts.clear.middleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "chat.factors.requiring.middleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "chatsite.urls"
ASGI_APPLICATION = "chatsite.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_PARTS / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chat.accounts.clear.context",
            ],
            "libraries": {
                "chat": "chat.web.tags",
                "panel": "chat.web.admin.front",
            },
        },
    },
]

# What people call the site, its accent and its logo: see chat.web.brand.
CHAT_DEFAULT_SITE_NAME = "chatsite"
CHAT_SITE_NAME = line("CHAT_SITE_NAME", CHAT_DEFAULT_SITE_NAME, most=40)
CHAT_DEFAULT_ACCENT = "#4a58ea"
CHAT_ACCENT = colour("CHAT_ACCENT", CHAT_DEFAULT_ACCENT)
CHAT_LOGO = picture("CHAT_LOGO", (".svg", ".png", ".webp", ".jpg"), most=64 * 1024)

# --- Storage --------------------------------------------------------------------------

DATABASE_URL = os.environ.get("DATABASE_URL", "")
DATABASE_IS_EMBEDDED = not DATABASE_URL
DATABASES = {"default": database.configured(DATABASE_URL, CHAT_DATA_DIR)}
# For what somebody else has locked, while people wait: SQLite locks all at once.
CHAT_LOCK_SECONDS = number(
    "CHAT_LOCK_SECONDS", 3 if database.is_sqlite(DATABASES["default"]) else 1
)
# Of PostgreSQL, for the pages of what serves: see chat.concurrency.pool.
# After 2 s of vain tries a new one is begun: the pauses would grow longer and longer.
DATABASE_POOL = {"min_size": 0, "timeout": 5, "reconnect_timeout": 2}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# By itself only of the database that comes along: others have their own ways.
CHAT_BACKUP_EVERY = span(
    "CHAT_BACKUP_EVERY", timedelta(hours=24) if DATABASE_IS_EMBEDDED else None
)
CHAT_BACKUP_KEEP = int(number("CHAT_BACKUP_KEEP", 7))
CHAT_BACKUP_DIR = Path(
    os.environ.get("CHAT_BACKUP_DIR") or CHAT_DATA_DIR / "backups"
).resolve()

# A password, and the hosts of Sentinels, may have commas.
REDIS_URLS = redis_addresses(os.environ.get("REDIS_URL", ""))
REDIS_IS_EMBEDDED = not REDIS_URLS
# The groups are shared among all of them; the first has the presence, too.
REDIS_URLS = REDIS_URLS or [embedded.url(CHAT_DATA_DIR)]
REDIS_URL = REDIS_URLS[0]
CHANNEL_LAYER = os.environ.get("CHANNEL_LAYER") or backends.OURS
CHANNEL_LAYERS = {"default": backends.configured(CHANNEL_LAYER, REDIS_URLS)}

# --- People ---------------------------------------------------------------------------

AUTH_USER_MODEL = "chat.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
# Names that no guest and nobody who signs up may have, beside chat.text.names.RESERVED.
CHAT_RESERVED_NAMES = words("CHAT_RESERVED_NAMES")
PASSWORD_HASHERS = [
    "chat.models.people.hashing.Argon2",
    "chat.models.people.hashing.PBKDF2",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "chat.accounts.passwords.UnlikeTheName"},
    {"NAME": "chat.accounts.passwords.LongEnough"},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]

# --- The web --------------------------------------------------------------------------

# HTTPS=1 says that every visit comes with TLS, by a proxy or by --web-tls: the clear
# door for browsers only sends them there, and they are told to remember that (HSTS).
HTTPS = flag("HTTPS", False)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# They bind other sites of the domain, and for years: whoever owns it has to say so.
SECURE_HSTS_INCLUDE_SUBDOMAINS = flag("HSTS_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = flag("HSTS_PRELOAD", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# These ask for what the owner of the domain decides: HSTS of subdomains, and preload.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if not HTTPS:  # and these in vain without TLS: HSTS, redirect, two cookies
    _IN_VAIN = ("W004", "W008", "W012", "W016")
    SILENCED_SYSTEM_CHECKS += [f"security.{which}" for which in _IN_VAIN]
# Addresses of proxies whose X-Forwarded-For names the client, for limits per address.
TRUSTED_PROXIES = words("TRUSTED_PROXIES")
# At the doors for socket clients these send the header of the PROXY protocol, all of
# them and always: a door must not guess whether there is one (proxy-protocol.txt, 2).
CHAT_PROXY_PROTOCOL = flag("CHAT_PROXY_PROTOCOL", False)
if CHAT_PROXY_PROTOCOL and not TRUSTED_PROXIES:
    raise ImproperlyConfigured(
        "CHAT_PROXY_PROTOCOL is 1, but no proxy is listed that would name its clients:"
        " set TRUSTED_PROXIES."
    )
# From where a password may come without TLS.
CHAT_CLEAR_PASSWORDS = choice("CHAT_CLEAR_PASSWORDS", "lan", "loopback", "any")

CONTENT_SECURITY_POLICY = policy.configured(storages.CHAT_FILES_URL)

STATIC_URL = "static/"
STATICFILES_DIRS = [_PARTS / "static"]
# ``serve`` lays them down there, joined and compressed, by names that change with them.
STATIC_ROOT = CHAT_DATA_DIR / "static"
STORAGES = storages.configured(CHAT_DATA_DIR)
CHAT_FILES_S3 = storages.CHAT_FILES_S3
CHAT_FILES_ACCEL = storages.CHAT_FILES_ACCEL
CHAT_FILES_URL = storages.CHAT_FILES_URL
# By their own names they are served from where they lie. Browsers ask again at each
# visit (304), so that no old module ever meets a new page.
SERVESTATIC_USE_STATIC_ROOT = False
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_MAX_AGE = 0

# By OpenTelemetry; where to is said by the variables that are its own (OTEL_…).
CHAT_TRACES = flag("CHAT_TRACES", False)
if CHAT_TRACES:
    _FILES = MIDDLEWARE.index("chat.web.files.lying.Lying")
    MIDDLEWARE.insert(_FILES + 1, "chat.traces.pages.middleware")

# Of whoever says none, as at nc: a person's own setting comes first, then what their
# browser or client asks for.
LANGUAGE_CODE = choice("CHAT_LANGUAGE", *LANGUAGES_BY_CODE)
LANGUAGES = [*LANGUAGES_BY_CODE.items()]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "UTC"
USE_TZ = True

# With it /metrics is seen from anywhere; without, from this machine alone.
CHAT_METRICS_TOKEN = token("CHAT_METRICS_TOKEN")

CHAT_LOG_FORMAT = choice("CHAT_LOG_FORMAT", "text", "json")
CHAT_AUDIT_LOG = os.environ.get("CHAT_AUDIT_LOG", "")
_LEVEL = level("CHAT_LOG_LEVEL", "INFO")
LOGGING = logs.configured(_LEVEL, CHAT_LOG_FORMAT, CHAT_AUDIT_LOG)
