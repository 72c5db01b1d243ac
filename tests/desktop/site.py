"""What the tests of the desktop client do at a real site."""

from tests.support.servers import manage

FREELY = {"CHAT_RATE": "100000", "CHAT_BURST": "100000", "CHAT_RENDER_SHARE": "1"}
SIGN_UP = (
    "from chat.models import User;"
    "User.objects.sign_up('{}', '{}') if not User.objects.filter(name='{}') else None"
)
PASSWORD = "correct horse"


def sign_up(tmp_path, name, password):
    code = SIGN_UP.format(name, password, name)
    manage(tmp_path / "site", "shell", "-c", code).check_returncode()


def is_told(desk, sentence, state="refused"):
    with desk:
        desk.until(lambda: desk.client.state == state and desk.client.sentence)
        assert sentence in desk.client.sentence
    return desk
