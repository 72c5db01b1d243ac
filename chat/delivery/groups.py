"""The groups of the channel layer: whom something concerns."""

EVERYONE = "everyone"


def room_group(conversation_id: int) -> str:
    return f"room.{conversation_id}"


def person_group(person_id: int) -> str:
    return f"person.{person_id}"
