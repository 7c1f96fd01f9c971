#!/usr/bin/env python3
"""What one command after the other takes on a service that has nothing else to do, and each with a reading that waits for it.

    parklog serve --insecure-loopback
    Benchmarks/Load/at_rest.py 8080

It makes a garage of its own, and leaves that there.
"""

import http.client
import json
import statistics
import sys
import time


def main() -> None:
    connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]))
    garage = "at-rest-%d" % time.time_ns()

    def ask(method: str, path: str, body: dict | None = None, key: str | None = None) -> dict:
        headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
        connection.request(
            method, "/v1/garages/%s%s" % (garage, path), None if body is None else json.dumps(body), headers)
        response = connection.getresponse()
        answer = json.loads(response.read())
        if response.status != 200:
            sys.exit(answer["detail"])
        return answer

    ask("POST", "/commands/configure-garage", {
        "name": "At rest", "timeZone": "UTC", "currency": "EUR", "capacity": 1000,
        "gates": [{"id": "in", "lane": "in"}, {"id": "out", "lane": "out"}]})
    commands, readings = [], []
    for number in range(200):
        started = time.perf_counter()
        seen = ask("POST", "/commands/plate-seen", {"plate": "R %d" % number, "gate": "in"}, "%s-%d" % (garage, number))
        carried_out = time.perf_counter()
        ask("GET", "/occupancy?minVersion=%d" % seen["version"])
        commands.append((carried_out - started) * 1000)
        readings.append((time.perf_counter() - started) * 1000)
    for what, all_of_them in (("a command", commands), ("a command and a reading that waits for it", readings)):
        print("%s: median %.2f ms, p99 %.2f" % (
            what, statistics.median(all_of_them), sorted(all_of_them)[len(all_of_them) * 99 // 100]))


if __name__ == "__main__":
    main()
