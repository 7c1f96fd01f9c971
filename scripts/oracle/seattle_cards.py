#!/usr/bin/env python3
"""Turns a city's published tariff versions into rate cards, a file for each distinct one, for parklog to look over.

A band of a version becomes a rate by the hour in a weekly window, on Mondays to Fridays or on Saturdays; a version with
one price has it in the hours of its paid area, on both. Spaces, time limits and the hours in which parking is
forbidden are no matter of the tariff, and a card has no dates: it is in force from when it is published. What unit of
time is charged the file does not say; here it is the hour. A version outside every paid area has no tariff, so no card.

With --free a card also says that the rest of the week is free. With --findings the findings are counted by their codes:

    seattle_cards.py FILE.csv.gz FOLDER
    parklog lint FOLDER/*.json --from 2012-01-03 --format csv > findings.csv
    seattle_cards.py FILE.csv.gz FOLDER --findings findings.csv

usage: seattle_cards.py FILE.csv[.gz] FOLDER [--free] [--findings FILE.csv]
"""
import argparse
import csv
import gzip
import json
import os
from collections import Counter, defaultdict

WEEK = "monday tuesday wednesday thursday friday saturday sunday".split()
DAYS = {"Weekday": WEEK[:5], "Saturday": WEEK[5:6]}


def bands(row, kind):
    """The bands of a day as (from, until, price of an hour)."""
    if row["PaidParkingRate"]:
        return [(row["PaidAreaStartTime"], row["PaidAreaEndTime"], row["PaidParkingRate"])]
    fields = [(row[f"{kind}Start{place}"], row[f"{kind}End{place}"], row[f"{kind}Rate{place}"]) for place in (1, 2, 3)]
    return [band for band in fields if all(band)]


def free(row):
    """The hours of the week without a band, as windows."""
    days = defaultdict(list)
    for day in WEEK:
        kinds = [kind for kind in DAYS if day in DAYS[kind]]
        reached = "00:00"
        for start, end, _ in sorted(band for kind in kinds for band in bands(row, kind)) + [("24:00", None, None)]:
            if reached < start[:5]:
                days[reached, start[:5]].append(day)
            reached = end and end[:5]
    return [{"days": names, "from": start, "until": end} for (start, end), names in days.items()]


def card(row):
    rates = []
    for kind, days in DAYS.items():
        for place, (start, end, price) in enumerate(bands(row, kind), 1):
            rates.append({
                "id": f"{kind.lower()}-{place}",
                "name": f"{kind}s from {start[:5]} to {end[:5]}",
                "windows": [{"days": days, "from": start[:5], "until": end[:5]}],
                "price": {"perUnit": f"{float(price):.2f}", "every": "1 h"},
            })
    if options.free:
        rates.append({"id": "free", "name": "Free", "windows": free(row), "price": {"once": "0.00"}})
    return {
        "name": "A blockface's tariff", "currency": "USD", "timeZone": "America/Los_Angeles", "rates": rates,
        "crossing": "perBlock",
    }


parser = argparse.ArgumentParser()
parser.add_argument("file")
parser.add_argument("folder", help="where the cards go")
parser.add_argument("--free", action="store_true", help="say what is free, too")
parser.add_argument("--findings", help="what parklog lint has found in the cards")
options = parser.parse_args()

opened = gzip.open(options.file, "rt") if options.file.endswith(".gz") else open(options.file)
with opened as file:
    rows = list(csv.DictReader(file))
priced = [row for row in rows if row["PaidAreaStartTime"] != "NA"]
versions = Counter(json.dumps(card(row), indent=2) for row in priced)

os.makedirs(options.folder, exist_ok=True)
counts = {}
for place, (text, count) in enumerate(versions.most_common(), 1):
    path = os.path.join(options.folder, f"tariff-{place:03}.json")
    counts[path] = count
    with open(path, "w") as file:
        file.write(text + "\n")

print(f"versions {len(rows)}")
print(f"without-paid-area {len(rows) - len(priced)}")
print(f"with-card {len(priced)}")
print(f"cards {len(versions)}")
if options.findings:
    with open(options.findings) as file:
        findings = list(csv.DictReader(file))
    for code, found in sorted(Counter(row["code"] for row in findings).items()):
        paths = {row["card"] for row in findings if row["code"] == code}
        print(f"{code} findings {found} cards {len(paths)} versions {sum(counts[path] for path in paths)}")
    clean = counts.keys() - {row["card"] for row in findings}
    print(f"nothing-found cards {len(clean)} versions {sum(counts[path] for path in clean)}")
