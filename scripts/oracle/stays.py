#!/usr/bin/env python3
"""Counts and prices a stays file by itself, to hold parklog's answers against.

It shares no code and no method with parklog: a plain count over the rows, and a plain walk over begun hours.
Stays whose exit lies before the entry are left out, as the import rejects them.

usage: stays.py FILE.csv[.gz] --at "2016-08-15 08:00:00" --hour 5 --day 40
"""
import argparse
import csv
import gzip
from collections import defaultdict
from datetime import datetime, timedelta

parser = argparse.ArgumentParser()
parser.add_argument("file")
parser.add_argument("--at", required=True, help="a local time: how many cars are inside then")
parser.add_argument("--hour", type=int, required=True, help="the price of a begun hour")
parser.add_argument("--day", type=int, required=True, help="the most that the hours begun on one calendar day cost")
options = parser.parse_args()

opened = gzip.open(options.file, "rt") if options.file.endswith(".gz") else open(options.file)
with opened as file:
    rows = [
        (datetime.fromisoformat(row["entry"]), datetime.fromisoformat(row["exit"])) for row in csv.DictReader(file)
    ]
stays = [(entry, exit) for entry, exit in rows if exit >= entry]

moment = datetime.fromisoformat(options.at)
inside = sum(1 for entry, exit in stays if entry <= moment < exit)

total = 0
for entry, exit in stays:
    days = defaultdict(int)
    begins = entry
    while begins < exit:
        days[begins.date()] += options.hour
        begins += timedelta(hours=1)
    total += sum(min(amount, options.day) for amount in days.values())

print(f"rows {len(rows)}")
print(f"stays {len(stays)}")
print(f"inside {inside}")
print(f"total {total}.00")
