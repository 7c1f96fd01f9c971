#!/usr/bin/env python3
"""Checks a garage's log that parklog exported, without parklog: every hash is worked out anew from what the file says.

    parklog export -g mitte > mitte.jsonl
    verify_export.py mitte.jsonl

It needs nothing but Python, and shares no code with parklog: how the hashes are made stands in the file's first line. Where
signed heads are given (parklog head), their signatures are checked by the key beside them, and the log must contain them.

    verify_export.py mitte.jsonl --heads heads.json --keys keys.json

A file that parklog archive wrote has the same form, and the signature of its last event in it. Several of a garage that go on
from one another are checked as one.

    verify_export.py mitte-1-200.jsonl mitte-201-350.jsonl --keys keys.json

The exit code is 1 where something does not fit, 2 where a file cannot be read.

usage: verify_export.py FILE.jsonl ... [--heads FILE.json] [--keys FILE.json]
"""
import argparse
import base64
import hashlib
import json
import struct
import sys

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def recover(y, sign):
    """The x of a point of the curve of RFC 8032 (5.1.3); None where there is none."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def add(a, b):
    """The sum of two points in extended coordinates."""
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    return ((f - e) * (h - g) % P, (h + g) * (f + e) % P, (h - g) * (h + g) % P, (f - e) * (f + e) % P)


def times(number, point):
    """A multiple of a point."""
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def decode(data):
    """A point that 32 bytes stand for; None where they stand for none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    x = recover(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def is_signed(key, message, signature):
    """Whether an Ed25519 signature (RFC 8032, 5.1.7) is over a message and by a key."""
    base = decode((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    point, commitment = decode(key), decode(signature[:32])
    number = int.from_bytes(signature[32:], "little")
    if point is None or commitment is None or len(signature) != 64 or number >= ORDER:
        return False
    digest = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    left, right = times(number, base), add(commitment, times(digest, point))
    return not ((left[0] * right[2] - right[0] * left[2]) % P or (left[1] * right[2] - right[1] * left[2]) % P)


def number(value):
    return struct.pack(">q", value)


def text(value):
    if value is None:
        return number(-1)
    data = value.encode()
    return number(len(data)) + data


def follow(previous, garage, event):
    """The hash of an event that follows another one's."""
    return hashlib.sha256(
        previous + text(garage) + number(event["version"]) + text(event["type"]) + number(event["schemaVersion"])
        + number(event["occurredAt"]) + number(event["recordedAt"]) + text(event.get("commandId"))
        + text(event["actor"]) + text(event.get("trace")) + text(event["payload"])
    ).digest()


def check(lines, before):
    """What does not fit in an export, the hash of each of its events by version, the heads that are signed in it, and its own.

    Before is the garage and the head of the file that this one goes on from, and None where there is no such file."""
    first = json.loads(next(lines))
    if first.get("form") != "parklog-export 1":
        raise ValueError("it is no export of this form")
    after = first.get("after", {"version": 0, "hash": bytes(32).hex(), "recordedAt": None})
    garage, hashes, faults, signed, head = first["garage"], {}, [], [], None
    last, previous, moment = after["version"], bytes.fromhex(after["hash"]), after["recordedAt"]
    if before is not None and before != (garage, after):
        faults.append(f"event {last + 1} does not go on from the file before")
    for line in lines:
        row = json.loads(line)
        if "plateId" in row:
            made = hashlib.sha256(bytes.fromhex(row["salt"]) + row["plate"].encode()).hexdigest()[:32]
            if made != row["plateId"]:
                faults.append(f"the plate {row['plateId']} is not the one that the events name")
        elif "head" in row:
            head = row["head"]
        elif "signed" in row:
            signed.append(row["signed"])
        else:
            version = last + 1
            if row["version"] != version:
                faults.append(f"event {version} is not there; the next one is {row['version']}")
                return garage, hashes, faults, signed, head
            if moment is not None and row["recordedAt"] < moment:
                faults.append(f"event {version} was recorded before the one before it")
            if follow(previous, garage, row).hex() != row["hash"]:
                faults.append(f"event {version} is not what was appended behind the one before")
            last, previous, moment = version, bytes.fromhex(row["hash"]), row["recordedAt"]
            hashes[version] = row["hash"]
    if head is None:
        faults.append("the file ends before the head")
    elif head["version"] != last or last and head["hash"] != previous.hex():
        faults.append(f"the head is at event {head['version']}, and the last event is {last}")
    return garage, hashes, faults, signed, head


def check_heads(signed, keys, garage, hashes):
    """What does not fit between an export and signed heads."""
    listed = json.load(open(keys, encoding="utf-8"))
    known = {key["kid"]: key["x"] for key in listed.get("keys", [listed])}
    if signed["keyId"] not in known:
        return [f"the heads are signed by the key {signed['keyId']}, which is not among the keys"]
    key = base64.urlsafe_b64decode(known[signed["keyId"]] + "=")
    signature = base64.urlsafe_b64decode(signed["signature"] + "==")
    if not is_signed(key, signed["heads"].encode(), signature):
        return ["the signature is not over these heads"]
    for line in signed["heads"].splitlines()[1:]:
        version, digest, name = line.split(" ", 2)
        if name != garage:
            continue
        if int(version) > max(hashes, default=0):
            return [f"the head of {garage} was at event {version}, and the log ends at {max(hashes, default=0)}"]
        if int(version) not in hashes:
            return [f"the head of {garage} was at event {version}, which is in an earlier file: name that as well"]
        return [] if hashes[int(version)] == digest else [f"event {version} is not the one that was the head"]
    return [f"the heads name no garage {garage}"]


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].strip())
    parser.add_argument("exports", nargs="+")
    parser.add_argument("--heads")
    parser.add_argument("--keys")
    given = parser.parse_args()
    if given.heads and not given.keys:
        parser.error("--heads needs the --keys by which they are signed")
    hashes, faults, before, path = {}, [], None, None
    try:
        for path in given.exports:
            with open(path, encoding="utf-8") as file:
                garage, more, found, signed, head = check(iter(file), before)
            hashes.update(more)
            faults += found
            for heads in signed if given.keys else []:
                faults += check_heads(heads, given.keys, garage, hashes)
            before = (garage, head)
        if given.heads:
            path = given.heads
            with open(path, encoding="utf-8") as file:
                faults += check_heads(json.load(file), given.keys, garage, hashes)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, StopIteration, struct.error) as error:
        print(f"{path} cannot be read: {error or type(error).__name__}", file=sys.stderr)
        return 2
    for fault in faults:
        print(f"{garage}: {fault}")
    if not faults:
        print(f"{garage}: {len(hashes)} events, each what was appended behind the one before.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
