"""``docs/protocol.md``: ``page.md`` with what the code says put into it."""

import importlib
import json
import re
from pathlib import Path

from chat import wire
from chat.wire import errors, limits
from tests.protocol import schema
from tests.protocol.texts import read, read_with_bases
from tests.wire.samples import COMMANDS, EVENTS

HERE = Path(__file__).parent
PATH = HERE.parents[1] / "docs/protocol.md"
SCHEMA = schema.make()
SAMPLES = {type(command): frame for frame, command in reversed(COMMANDS)}
SAMPLES |= {type(event): frame for event, frame in reversed(EVENTS)}
LARGEST = 2**63 - 1
# Where each of the contract's modules stands, and what that is called.
HEADINGS = {
    "people": "People",
    "profiles": "Profiles",
    "log": "The log",
    "writing": "Writing",
    "rooms": "Rooms",
    "steering": "Who may do what in a room",
    "held": "What is held back",
    "invitations": "Invitations",
    "blocks": "Blocking and hiding",
    "keeping": "What is kept",
    "later": "What is said later",
    "finding": "Search",
    "mentions": "Mentions",
    "polls": "Polls",
    "files": "Files",
    "reports": "Reports",
    "moderation": "Moderation",
    "unread": "What is unread, what of it calls, and who has read it",
    "connection": "The connection",
}


def codes():
    """The class that has each error's code for its own."""
    return {each.code: each for each in errors.ChatError.__subclasses__()}


def text():
    """The page as it is to be now."""
    frames, promise = _contract()
    values = {
        "frames": frames,
        "promise": promise,
        "conversation": (HERE / "conversation.txt").read_text().strip(),
        "commands": _groups(schema.COMMANDS, _command),
        "events": _groups(schema.EVENTS, _described),
        "objects": "\n\n".join(map(_object, schema.OBJECTS)),
        "common_errors": _list(_own_errors(wire.Command)),
        "errors": _errors(),
        **{name: f"{number:,}" for name, number in _limits().items()},
    }
    template = (HERE / "page.md").read_text()
    return re.sub(r"\{\{(\w+)\}\}", lambda found: values[found[1]], template)


def _limits():
    """The numbers among the limits."""
    found = {name: getattr(limits, name) for name in limits.__all__}
    return {name: number for name, number in found.items() if isinstance(number, int)}


def _contract():
    """Of the contract's docstring: how frames are, and what is promised."""
    frames, promise = re.search(
        r"\n\n(.*?)\n\nThe promise\n(.*?)\n\n", wire.__doc__, re.DOTALL
    ).groups()
    return _marked(frames), _marked(re.sub(r"^ {4}", "", promise, flags=re.MULTILINE))


def _groups(structs, render):
    groups = {}
    for each in structs:
        module = each.__module__
        groups.setdefault(module, [_heading(module)]).append(render(each))
    return "\n\n".join("\n\n".join(parts) for parts in groups.values())


def _heading(module):
    words = importlib.import_module(module).__doc__.strip()
    return f"### {HEADINGS[module.rpartition('.')[2]]}\n\n{words}"


def _command(struct):
    entries = read(struct).entries
    parts = [_described(struct), f"Answer: {_marked(entries['Answer'])}"]
    if own := _own_errors(struct):
        parts.append(f"Errors of its own:\n\n{_list(own)}")
    return "\n\n".join(parts)


def _object(struct):
    return f"### {struct.__name__}\n\n{_marked(read(struct).prose)}\n\n{_table(struct)}"


def _described(struct):
    """The name, the meaning, the fields, and one as it is on the wire."""
    tag = struct.__struct_config__.tag
    prose = _marked(read(struct).prose)
    parts = [f"#### `{tag}`", prose, _table(struct), f"```json\n{_sample(struct)}\n```"]
    return "\n\n".join(filter(None, parts))


def _sample(struct):
    return json.dumps(json.loads(SAMPLES[struct]), ensure_ascii=False)


def _table(struct):
    definition = SCHEMA["$defs"][struct.__name__]
    entries = read_with_bases(struct).entries
    rows = []
    for name, its in definition["properties"].items():
        if name in ("type", "ref"):
            continue
        mark = "" if name in definition["required"] else "?"
        meaning = _marked(entries[schema.python_name(struct, name)])
        rows.append(f"| `{name}`{mark} | {_value(its)} | {meaning} |")
    if not rows:
        return ""
    return "\n".join(["| field | value | meaning |", "|---|---|---|", *rows])


def _value(its, s=""):
    """What a field holds, in words; ``s`` makes them plural."""
    if "$ref" in its:
        name = its["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()}){s}"
    if "anyOf" in its:
        known = [each for each in its["anyOf"] if each.get("type") != "null"]
        return ", or ".join(_value(each) for each in known)
    match its.get("type", "string"):
        case "array":
            return f"list{s} of {_value(its['items'], 's')}"
        case "object":
            return f"object{s} of {_value(its['additionalProperties'], 's')}"
        case "boolean":
            return "true or false"
        case "string":
            return _string(its, s)
        case number:
            bounds = _bounds(its, "minimum", "maximum")
            default = f"; {its['default']} if absent" if its.get("default") else ""
            return f"{number}{s}{bounds}{default}"


def _string(its, s):
    if "enum" in its:
        return " or ".join(f'`"{each}"`' for each in its["enum"])
    if "format" in its:
        return {"uuid": "UUID", "date-time": "time"}[its["format"]]
    bounds = _bounds(its, "minLength", "maxLength")
    return f"string{s}{bounds} characters" if bounds else f"string{s}"


def _bounds(its, least, most):
    low, high = its.get(least), its.get(most, LARGEST)
    if high == LARGEST:
        return "" if low is None else f", {low} or more"
    return f", {low} to {high:,}" if low is not None else f", up to {high:,}"


def _own_errors(struct):
    known = codes()
    return {code: what for code, what in read(struct).entries.items() if code in known}


def _list(meanings):
    return "\n".join(f"* `{code}`: {_marked(what)}" for code, what in meanings.items())


def _errors():
    rows = ["| code | meaning | worth another try? |", "|---|---|---|"]
    for code, error in codes().items():
        prose, entries = read(error)
        meaning = _marked(" ".join(prose.split()))
        rows.append(f"| `{code}` | {meaning} | {_marked(entries['Again'])} |")
    return "\n".join(rows)


def _marked(text):
    """Docstrings mark code by two ticks, Markdown by one."""
    return text.replace("``", "`")
