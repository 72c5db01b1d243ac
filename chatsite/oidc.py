"""Who else vouches for people (OpenID Connect), where the site lets somebody.

With an issuer the log-in page has a button for it; the rest is found at that address.
"""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from chatsite.environment import content, flag, line, secret, url, words

CHAT_OIDC_ISSUER = url("CHAT_OIDC_ISSUER")
CHAT_OIDC_CLIENT_ID = line("CHAT_OIDC_CLIENT_ID", "", most=255)
# Without one the site is a public client, which PKCE alone protects.
CHAT_OIDC_CLIENT_SECRET = secret("CHAT_OIDC_CLIENT_SECRET") or content(
    "CHAT_OIDC_CLIENT_SECRET_FILE"
)
# What the button calls it.
CHAT_OIDC_NAME = line(
    "CHAT_OIDC_NAME", urlsplit(CHAT_OIDC_ISSUER).hostname or "OpenID", most=40
)
# Whether whoever is new may make an account by it, however others may; where domains
# are listed, only by an address of one of those that the provider has verified.
CHAT_OIDC_ALLOW_SIGN_UP = flag("CHAT_OIDC_ALLOW_SIGN_UP", False)
CHAT_OIDC_DOMAINS = [each.lower() for each in words("CHAT_OIDC_DOMAINS")]

if CHAT_OIDC_ISSUER and not CHAT_OIDC_CLIENT_ID:
    raise ImproperlyConfigured(
        "CHAT_OIDC_ISSUER is set, but not what the site is called there: set"
        " CHAT_OIDC_CLIENT_ID."
    )
_PARTS = urlsplit(CHAT_OIDC_ISSUER)
if _PARTS.scheme == "http" and _PARTS.hostname not in ("localhost", "127.0.0.1"):
    raise ImproperlyConfigured(
        "CHAT_OIDC_ISSUER is without TLS: whoever is in between could come in as"
        " anybody. Set it to an https address."
    )
