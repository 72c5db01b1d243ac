"""Sockets: bytes in and out, without any idea of a chat."""
