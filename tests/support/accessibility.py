"""What Chromium tells screen readers of a page: its accessibility tree, in lines."""

# They say how something is drawn, not what it is.
SILENT = {"none", "generic", "InlineTextBox", "StaticText", "LineBreak", "ListMarker"}
STATES = ("checked", "expanded", "pressed", "invalid", "live", "focused")


def outline(page, root="body"):
    """``role "name" state=value`` of each node from ``root`` on, indented by depth."""
    session = page.context.new_cdp_session(page)
    try:
        session.send("Accessibility.enable")
        # The document's own is the first; a node's identity comes from the DOM.
        document = session.send("DOM.getDocument", {"depth": 0})["root"]
        where = {"nodeId": document["nodeId"], "selector": root}
        node = session.send("DOM.querySelector", where)["nodeId"]
        backend = session.send("DOM.describeNode", {"nodeId": node})["node"]
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    finally:
        session.detach()
    by_id = {each["nodeId"]: each for each in nodes}
    start = next(
        each
        for each in nodes
        if each.get("backendDOMNodeId") == backend["backendNodeId"]
    )
    return "\n".join(_lines(start, by_id, 0))


def _lines(node, by_id, depth):
    silent = node["ignored"] or node["role"]["value"] in SILENT
    if not silent:
        yield "  " * depth + _told(node)
    for child in node.get("childIds", []):
        if child in by_id:
            yield from _lines(by_id[child], by_id, depth + (not silent))


def _told(node):
    name = node.get("name", {}).get("value", "")
    states = {each["name"]: each["value"].get("value") for each in node["properties"]}
    told = [node["role"]["value"], *([f'"{name}"'] if name else [])]
    shown = {name: states[name] for name in STATES if states.get(name)}
    return " ".join([*told, *(f"{name}={value}" for name, value in shown.items())])
