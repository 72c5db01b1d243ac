import pytest

from chat.models import User
from chat.notifications import devices
from chat.wire import AddDevice
from tests.support.push_service import Receiver, push_service


@pytest.fixture
def people():
    """Ada, Bob and Eve, who are in the lobby."""
    names = "ada", "bob", "eve"
    return [User.objects.sign_up(name, "correct horse") for name in names]


@pytest.fixture
def service(settings, tmp_path):
    """A push service, which the site may ask."""
    settings.CHAT_PUSH_PRIVATE = True
    settings.CHAT_DATA_DIR = tmp_path
    with push_service() as service:
        yield service


@pytest.fixture
def phone(service, people):
    """Bob's: what is pushed to it, it opens."""
    receiver = Receiver()
    wish = AddDevice(
        endpoint=f"{service.url}/phone",
        key=receiver.p256dh,
        auth=receiver.auth,
        name="phone",
    )
    devices.add(people[1], wish, "en")
    receiver.taken = lambda: [receiver.open(body) for _, _, body in service.taken]
    return receiver
