"""How the database goes about the queries of a path."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

# Rows that may as well be read whole.
FEW = 100


def queries(walk):
    """The queries of a path, with what they were asked with."""
    with CaptureQueriesContext(connection) as captured:
        walk()
    words = ("SELECT", "INSERT", "UPDATE", "DELETE")
    return [q["sql"] for q in captured if q["sql"].startswith(words)]


def plan(query):
    """The steps that the database takes for it, a line each."""
    if connection.vendor != "postgresql":
        return _explained(f"EXPLAIN QUERY PLAN {query}")
    plan = _explained(f"EXPLAIN {query}")
    kept = [line for line in plan if not _reads_little(line)]
    if kept != plan:
        # Of a table that is nearly empty here it would rather read all.
        _run("SET LOCAL enable_seqscan = off")
        kept += filter(_reads_little, _explained(f"EXPLAIN {query}"))
        _run("SET LOCAL enable_seqscan = on")
    return kept


def _explained(query):
    return [row[-1] for row in _run(query)]


def _reads_little(line):
    found = re.search(r"Seq Scan on (\w+)", line)
    return found and _run(f"SELECT count(*) FROM {found[1]}")[0][0] < FEW


def _run(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall() if cursor.description else []


def scans(plan):
    """The steps that read a table whole."""
    if connection.vendor == "postgresql":
        return [line for line in plan if "Seq Scan on" in line]
    # "SCAN CONSTANT ROW", "SCAN 6-ROW VALUES CLAUSE" (SQLite 3.46) are no tables; nor
    # is what is unread, which is counted up to a hundred.
    return [
        line
        for line in plan
        if re.match(r"SCAN (?!(\d+ )?CONSTANT|\d+-ROW VALUES|counted$)", line)
    ]


def sorts(plan):
    """The steps that sort a log."""
    # One row of a subquery is no log: only what is sorted by a message's columns is.
    marks = {"postgresql": "Sort Key: chat_message", "sqlite": "FOR ORDER BY"}
    return [line for line in plan if marks[connection.vendor] in line]
