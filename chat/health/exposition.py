"""Figures in the text format of Prometheus, version 0.0.4."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from chat.health.metrics import BOUNDS, METRICS, Kind, Rows
from chat.health.metrics import Metric as Ours

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
ENDS = [*(f"{bound:g}" for bound in BOUNDS), "+Inf"]


def exposed(rows: Rows) -> bytes:
    """All metrics that have a row, each with its help and its type."""
    return generate_latest(_Rows(rows))


class _Rows(Collector):
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def collect(self) -> Iterator[Metric]:
        for metric in METRICS:
            if series := self._rows.get(metric.name):
                yield _family(metric, series)


def _family(metric: Ours, series: dict[str, list[float]]) -> Metric:
    labels = [metric.label] if metric.label else []
    if metric.kind is Kind.HISTOGRAM:
        histogram = HistogramMetricFamily(metric.name, metric.help, labels=labels)
        for value, (*counts, total) in sorted(series.items()):
            histogram.add_metric([value][: len(labels)], _buckets(counts), total)
        return histogram
    kind = CounterMetricFamily if metric.kind is Kind.COUNTER else GaugeMetricFamily
    family: CounterMetricFamily | GaugeMetricFamily
    family = kind(metric.name, metric.help, labels=labels)
    for value, [number] in sorted(series.items()):
        family.add_metric([value][: len(labels)], number)
    return family


def _buckets(counts: list[float]) -> list[tuple[str, float]]:
    """Each with all that were in those before it."""
    so_far, buckets = 0.0, []
    for end, count in zip(ENDS, counts, strict=True):
        so_far += count
        buckets.append((end, so_far))
    return buckets
