"""How long until the next try."""

from chat.desktop.connection.patience import Backoff, Patience


def test_pauses_grow_to_a_limit_and_begin_small_again():
    backoff = Backoff(Patience(first_pause=1, longest_pause=30))
    pauses = [backoff.pause() for _ in range(50)]
    for number, pause in enumerate(pauses):
        longest = min(30, 2**number)
        assert longest / 2 <= pause <= longest
    backoff.reset()
    assert backoff.pause() <= 1
