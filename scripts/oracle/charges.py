#!/usr/bin/env python3
"""Explains the charges of a city's kiosks by the tariff that the city published, to hold parklog's answers against.

It shares no code and no method with parklog: it counts the minutes of a stay that cost something one by one, and adds
up the price of each hour. An id that stands in the file twice counts once. Looked at are payments by card whose amount
is known and whose minutes are whole hours; with --table those of whole quarters of an hour, too.

The answers of parklog for the same stays:

    charges.py FILE.csv --stays > stays.csv
    parklog quote docs/cards/austin.json --stays stays.csv --format csv > quoted.csv
    charges.py FILE.csv --quoted quoted.csv

usage: charges.py FILE.csv [--table FILE.csv | --stays | --quoted FILE.csv]
"""
import argparse
import csv
from datetime import datetime, timedelta
from decimal import Decimal

HOURS = [Decimal(text) for text in "2 2 3 3.50 4 4.50 5 5 5 5".split()]
CARD_FEE = Decimal("0.25")
OPENS = 8


def minutes(row):
    """How many minutes of a stay cost something: those from 08:00 to midnight."""
    minute, count = row["start"], 0
    while minute < row["end"]:
        count += minute.hour >= OPENS
        minute += timedelta(minutes=1)
    return count


def read(path):
    with open(path) as file:
        return list(csv.DictReader(file))


def report(what, rows, expected):
    """Prints how many rows were charged as expected, and the others."""
    misses = [row for row in rows if row["charged"] != expected(row)]
    print(f"{what} {len(rows)}")
    print(f"{what}-equal {len(rows) - len(misses)}")
    for row in misses:
        start, end = (row[field].isoformat(" ", "minutes") for field in ("start", "end"))
        print(f"{what}-miss {row['id']} {start} {end} charged {row['charged']:.2f} expected {expected(row):.2f}")


parser = argparse.ArgumentParser()
parser.add_argument("file")
parser.add_argument("--table", help="amounts by quarters of an hour, to explain the other stays by")
parser.add_argument("--stays", action="store_true", help="print the stays for parklog quote instead")
parser.add_argument("--quoted", help="what parklog quote has answered for them")
options = parser.parse_args()

charges = {row["id"]: row for row in read(options.file)}.values()
known = [row for row in charges if row["amount_usd"]]
for row in known:
    row["start"], row["end"] = datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["end"])
    row["charged"] = Decimal(row["amount_usd"])
    row["minutes"] = minutes(row)
whole = [row for row in known if row["minutes"] % 60 == 0 and 0 < row["minutes"] // 60 <= len(HOURS)]
card = [row for row in whole if row["method"] == "CARD"]

if options.stays:
    print("entry,exit,groups")
    for row in card:
        print(f"{row['start'].isoformat(' ', 'minutes')},{row['end'].isoformat(' ', 'minutes')},card-payment")
elif options.quoted:
    for row, quoted in zip(card, read(options.quoted), strict=True):
        row["quoted"] = Decimal(quoted["total"])
    report("quoted", card, lambda row: row["quoted"])
else:
    print(f"charges {len(charges)}")
    report("card", card, lambda row: sum(HOURS[: row["minutes"] // 60]) + CARD_FEE)
    coins = [row for row in whole if row["method"] == "COINS"]
    report("coins", coins, lambda row: sum(HOURS[: row["minutes"] // 60]))
    if options.table:
        table = {int(row["chargeable_minutes"]): Decimal(row["modal_amount_usd"]) for row in read(options.table)}
        quarters = [row for row in known if row["method"] == "CARD" and row["minutes"] in table]
        report("quarters", quarters, lambda row: table[row["minutes"]])
