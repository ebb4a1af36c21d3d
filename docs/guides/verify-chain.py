#!/usr/bin/env python3
"""Recomputes the closings' chain from the feed alone: verify-chain.py CLOSINGS AGGREGATES (NDJSON)."""
import hashlib
import json
import sys

closings, aggregates = ((json.loads(line) for line in open(name, encoding="utf-8")) for name in sys.argv[1:3])
previous, count = "0" * 64, 0
for closing in closings:
    link = hashlib.sha256(f"{previous}\n".encode())
    for _ in range(closing["aggregates"]):
        item = next(aggregates, None)  # RFC 8785: sorted members, no white space, UTF-8
        canonical = json.dumps(item, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        link.update(f"{canonical}\n".encode())
        count += 1
    previous = link.hexdigest()
    if previous != closing["sha256"]:
        sys.exit(f"Closing {closing['closingId']} differs: {previous}, stated {closing['sha256']}")
print(f"The chain holds: {count} aggregates, {previous}")
