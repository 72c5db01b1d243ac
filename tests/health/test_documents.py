"""What operators read, and what their programs ask for, is what there is."""

import json
import re
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from chat.health import tally
from chat.health.exposition import exposed
from chat.health.metrics import BOUNDS, BY_NAME, METRICS, Kind

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/operating.md").read_text()
BOARD = json.loads((ROOT / "deploy/grafana.json").read_text())
RULES = (ROOT / "deploy/alerts.yml").read_text()
ASKED = [
    *(t["expr"] for panel in BOARD["panels"] for t in panel.get("targets", ())),
    *re.findall(r"^ +expr: (.+)$", RULES, re.MULTILINE),
]
# Prometheus's own: whether it could ask.
OWN = {"up"}
OF_HISTOGRAMS = ("_bucket", "_sum", "_count")
VALUES = {
    "door": {*tally.DOORS},
    "filled_by": {*tally.FILLERS},
    "queue": {"posts", "read", "write", "login", "render", "hashing", "rendering"},
    "threads": {"read", "write"},
    "what": {"publish", "presence"},
    "code": {"internal", "rate-limited", "unavailable"},
}


def metric_of(name):
    """The metric that a name in a query stands for, as it may be asked for."""
    base = next((name.removesuffix(x) for x in OF_HISTOGRAMS if name.endswith(x)), name)
    metric = BY_NAME[base]
    assert (base != name) == (metric.kind is Kind.HISTOGRAM), name
    return metric


@pytest.mark.parametrize("query", ASKED)
def test_what_is_asked_for_is_there(query):
    names = re.findall(r"\b(?:chat|process)_\w+|\bup\b", query)
    assert names
    for name in {*names} - OWN:
        metric = metric_of(name)
        counted = metric.kind in (Kind.COUNTER, Kind.HISTOGRAM)
        assert bool(re.search(rf"(rate|increase)\({name}\b", query)) == counted
        for label in re.findall(r"by \(([^)]*)\)", query):
            assert {*label.split(", ")} <= {metric.label, "le"}, label
    for name, label, value in re.findall(r'(chat_\w+)\{(\w+)="([^"]*)"\}', query):
        assert metric_of(name).label == label
        assert value in VALUES[label]


def test_queries_are_of_every_metric():
    asked = " ".join(ASKED)
    assert [metric.name for metric in METRICS if metric.name not in asked] == []


def test_panels_do_not_cover_each_other():
    places = set()
    for panel in BOARD["panels"]:
        x, y, w, h = (panel["gridPos"][each] for each in "xywh")
        covered = {(x + i, y + j) for i in range(w) for j in range(h)}
        assert not covered & places
        assert max(i for i, _ in covered) < 24
        places |= covered
    assert len({panel["id"] for panel in BOARD["panels"]}) == len(BOARD["panels"])


def test_the_page_has_the_table_of_all_metrics():
    rows = [
        f"| `{each.name}`{f' by `{each.label}`' if each.label else ''}"
        f" | {each.kind} | {each.help} |"
        for each in METRICS
    ]
    told = [
        line for line in PAGE.splitlines() if re.match(r"\| `(chat|process)_", line)
    ]
    assert told == rows, "\n".join(rows)


def test_names_are_as_prometheus_wants_them():
    for metric in METRICS:
        assert metric.name.endswith("_total") == (metric.kind is Kind.COUNTER)
        assert (metric.kind is not Kind.HISTOGRAM) or metric.name.endswith("_seconds")
        assert metric.help.endswith(".")


def test_what_is_shown_can_be_read():
    numbers = {Kind.HISTOGRAM: [1.0] * (len(BOUNDS) + 1) + [9.5]}
    rows = {
        metric.name: {"x" if metric.label else "": numbers.get(metric.kind, [2.0])}
        for metric in METRICS
    }
    text = exposed(rows).decode()
    found = {family.name: family for family in text_string_to_metric_families(text)}
    assert found.keys() == {metric.name.removesuffix("_total") for metric in METRICS}
    samples = {
        (each.name, each.labels.get("le")): each.value
        for each in found["chat_redis_seconds"].samples
    }
    assert samples["chat_redis_seconds_bucket", "0.0005"] == 1
    assert samples["chat_redis_seconds_bucket", "+Inf"] == len(BOUNDS) + 1
    assert samples["chat_redis_seconds_count", None] == len(BOUNDS) + 1
    assert samples["chat_redis_seconds_sum", None] == 9.5
