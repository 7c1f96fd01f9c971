#!/usr/bin/env python3
"""As many events through the recorders of two other event stores, and a trivial projection of them.

    python3 -m venv peers && peers/bin/pip install -r Benchmarks/Peers/requirements.txt
    swift run -c release Benchmarks history --peers peers/bin/python

One run of this is one of the two, and prints how many events a second it recorded and how many it projected:

    peers.py eventsourcing --events 100000 --url "postgresql:///postgres?host=/run/postgresql"
    peers.py umadb --events 100000 --folder /tmp/umadb

The events are in as many streams as there are garages, of one size, and written by so many at a time, as Parklog's simulation writes
its own. The projection counts the events of each type.
"""

import argparse
import collections
import os
import socket
import subprocess
import sys
import time
import uuid

TYPES = [
    "entry-authorised", "car-entered", "exit-authorised", "car-exited", "reserved", "reservation-cancelled",
    "paid", "entry-denied",
]


def payloads(size: int) -> list[bytes]:
    """A text of that many bytes for each type."""
    return [(b'{"type":"%s","text":"' % name.encode()).ljust(size - 2, b"x") + b'"}' for name in TYPES]


def appends(arguments: argparse.Namespace):
    """What is appended at a time: the garage's number, the first version, and how many."""
    versions = [0] * arguments.garages
    left, garage = arguments.events, 0
    while left > 0:
        count = min(left, arguments.batch)
        yield garage, versions[garage], count
        versions[garage] += count
        left -= count
        garage = (garage + 1) % arguments.garages


def timed(work) -> float:
    started = time.monotonic()
    work()
    return time.monotonic() - started


class Eventsourcing:
    """PyPI eventsourcing on the PostgreSQL of the same run."""

    def __init__(self, arguments: argparse.Namespace):
        import psycopg.conninfo
        from eventsourcing.persistence import StoredEvent
        from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

        told = psycopg.conninfo.conninfo_to_dict(arguments.url)
        # A database of its own.
        with psycopg.connect(arguments.url, autocommit=True) as connection:
            connection.execute("drop database if exists peers")
            connection.execute("create database peers")
        datastore = PostgresDatastore(
            dbname="peers", host=told.get("host", ""), port=told.get("port", "5432"),
            user=told.get("user", ""), password=told.get("password", ""))
        self.StoredEvent, self.recorder = StoredEvent, PostgresApplicationRecorder(datastore)
        self.recorder.create_table()

    def record(self, arguments: argparse.Namespace) -> None:
        states = payloads(arguments.size)
        streams = [uuid.uuid5(uuid.NAMESPACE_OID, str(garage)) for garage in range(arguments.garages)]
        for garage, version, count in appends(arguments):
            self.recorder.insert_events([
                self.StoredEvent(streams[garage], version + i + 1, TYPES[i % len(TYPES)], states[i % len(TYPES)])
                for i in range(count)
            ])

    def project(self) -> int:
        counts: collections.Counter[str] = collections.Counter()
        start = 1
        while notifications := self.recorder.select_notifications(start, 5000):
            for notification in notifications:
                counts[notification.topic] += 1
            start = notifications[-1].id + 1
        return sum(counts.values())

    def close(self) -> None:
        self.recorder.datastore.close()


class UmaDB:
    """PyPI umadb, which brings its own server and keeps its own file."""

    def __init__(self, arguments: argparse.Namespace):
        import umadb

        os.makedirs(arguments.folder, exist_ok=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = "127.0.0.1:%d" % free.getsockname()[1]
        server = os.path.join(os.path.dirname(sys.executable), "umadb")
        self.server = subprocess.Popen(
            [server, "--listen", address, "--db-path", arguments.folder],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        host, port = address.split(":")
        while True:
            try:
                socket.create_connection((host, int(port)), timeout=1).close()
                break
            except OSError:
                if self.server.poll() is not None:
                    sys.exit("umadb's server has ended")
        self.Event, self.client = umadb.Event, umadb.Client("http://" + address)

    def record(self, arguments: argparse.Namespace) -> None:
        states = payloads(arguments.size)
        for garage, _, count in appends(arguments):
            self.client.append([
                self.Event(TYPES[i % len(TYPES)], states[i % len(TYPES)], tags=["garage-%d" % garage])
                for i in range(count)
            ])

    def project(self) -> int:
        counts: collections.Counter[str] = collections.Counter()
        for recorded in self.client.read():
            counts[recorded.event.event_type] += 1
        return sum(counts.values())

    def close(self) -> None:
        self.client.close()
        self.server.terminate()
        self.server.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("peer", choices=["eventsourcing", "umadb"])
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--garages", type=int, default=40)
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--size", type=int, default=150)
    parser.add_argument("--url", default="postgresql:///postgres")
    parser.add_argument("--folder", default="umadb")
    arguments = parser.parse_args()
    peer = {"eventsourcing": Eventsourcing, "umadb": UmaDB}[arguments.peer](arguments)
    try:
        recorded = arguments.events / timed(lambda: peer.record(arguments))
        counted: list[int] = []
        projected = arguments.events / timed(lambda: counted.append(peer.project()))
        if counted != [arguments.events]:
            sys.exit("%s has %s events, and was given %d" % (arguments.peer, counted, arguments.events))
    finally:
        peer.close()
    print("%d %d" % (recorded, projected))


if __name__ == "__main__":
    main()
