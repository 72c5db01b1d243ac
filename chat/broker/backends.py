"""The channel layers that the site can use, as Channels' settings name them.

Imported by settings.py, before there is a Django.
"""

from collections.abc import Sequence

from chat.broker.address import Address, BadAddress

OURS = "chat.broker.channels.ChatLayer"
IN_MEMORY = "channels.layers.InMemoryChannelLayer"
# A process has one channel of a layer that is not ours, for all that it hears.
CAPACITY = 10_000
# redis-py's for an answer: channels_redis lets it wait 5 seconds for a message.
PATIENCE_SECONDS = 15


def configured(backend: str, urls: Sequence[str]) -> dict[str, object]:
    """An entry of ``CHANNEL_LAYERS``; ``urls`` are the addresses of Redis servers."""
    config: dict[str, object] = {"hosts": urls}
    if backend == IN_MEMORY:
        config = {"capacity": CAPACITY}
    elif backend.startswith("channels_redis."):
        patient = [{**_host(url), "socket_timeout": PATIENCE_SECONDS} for url in urls]
        config = {"hosts": patient, "prefix": "chat", "capacity": CAPACITY}
    return {"BACKEND": backend, "CONFIG": config}


def _host(url: str) -> dict[str, object]:
    try:
        address = Address.read(url)
    except BadAddress:
        return {"address": url}  # that is complained of at the start
    return address.for_channels_redis() if address.sentinels else {"address": url}
