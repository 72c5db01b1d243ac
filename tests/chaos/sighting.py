"""What a frame shows of a room: up to which number of its log."""

from typing import Any


def highest(event: dict[str, Any], room: int) -> int:
    """The highest number of that room's log that is in it; 0 if there is none."""
    kind, numbers = event["type"], [0]
    if kind == "welcome":
        numbers += [e["head"] for e in event["conversations"] if e["id"] == room]
    elif kind == "heads":
        numbers.append(event["heads"].get(str(room), 0))
    elif isinstance(where := event.get("conversation"), dict):
        numbers.append(where["head"] if where["id"] == room else 0)
    elif where == room:
        numbers += [event.get("seq", 0), event.get("upto", 0)]
        numbers += [each["changed"] for each in event.get("messages", ())]
        numbers += [each["seq"] for each in event.get("events", ())]
    return max(numbers)
