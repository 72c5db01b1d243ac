"""How long until the next try."""

from chat.desktop.core.backoff import Backoff


def test_pauses_grow_to_a_limit_and_begin_small_again():
    backoff = Backoff(1, 30)
    pauses = [backoff.pause() for _ in range(50)]
    for number, pause in enumerate(pauses):
        longest = min(30, 2**number)
        assert longest / 2 <= pause <= longest
    backoff.reset()
    assert backoff.pause() <= 1
