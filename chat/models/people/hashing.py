"""Passwords are hashed a few at a time, whoever asks for how many.

A hash takes 100 MB and a tenth of a second, on purpose. Who hashes takes a semaphore,
at every door and in the panel: log-ins go before sign-ups.
"""

from __future__ import annotations

from django.contrib.auth import hashers

from chat.concurrency.semaphore import FairSemaphore

AT_ONCE = 2
# Ranks, and how many of each may wait.
LOG_IN, SIGN_UP = 0, 1
MOST = (32, 16)
HASHING = FairSemaphore(AT_ONCE, MOST)


class Argon2(hashers.Argon2PasswordHasher):
    """Django's, for whoever has the semaphore; who has not waits as for a log-in."""

    def encode(self, password: str, salt: str) -> str:
        with HASHING.taken(LOG_IN, ""):
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with HASHING.taken(LOG_IN, ""):
            return super().verify(password, encoded)


class PBKDF2(hashers.PBKDF2PasswordHasher):
    """What older accounts may have."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        with HASHING.taken(LOG_IN, ""):
            return super().encode(password, salt, iterations)

    def verify(self, password: str, encoded: str) -> bool:
        with HASHING.taken(LOG_IN, ""):
            return super().verify(password, encoded)
