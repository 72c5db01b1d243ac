"""Every question has one answer."""

from chat.desktop.core.requests import OFFLINE, Refusal, Requests


def test_a_question_is_answered_refused_or_lost_once():
    said, heard = [], []
    requests = Requests(print)
    requests.connected(said.append)
    for _ in range(3):
        requests.ask({"type": "who"}, heard.append, heard.append)
    first, second, _ = (each["ref"] for each in said)
    error = {"type": "error", "code": "internal", "detail": "No."}
    assert requests.settle({"type": "online", "ref": first})
    assert requests.settle({**error, "ref": second})
    assert not requests.settle({"type": "online", "ref": first})
    requests.disconnected()
    requests.disconnected()
    assert [type(each) for each in heard] == [dict, Refusal, Refusal]
    assert heard[-1] == OFFLINE
