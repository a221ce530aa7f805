# Cached calls with joblib: stores entries (a number in, two numbers out), then looks some up.
# Usage: joblib_lookups.py folder entries lookups
import json
import sys
import time

from joblib import Memory

folder, entries, lookups = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
memory = Memory(folder, verbose=0)


@memory.cache
def point(we, seed):
    return {"median_Vm": -62.0 + we, "output_rate": float(seed)}


start = time.perf_counter()
for i in range(entries):
    point(i * 0.1, i)
stored = time.perf_counter() - start
start = time.perf_counter()
for k in range(lookups):
    i = (k * 7919) % entries
    point(i * 0.1, i)
looked = time.perf_counter() - start
start = time.perf_counter()
count = len(memory.store_backend.get_items())
listed = time.perf_counter() - start
print(json.dumps({"store": stored / entries, "lookup": looked / lookups, "list": listed, "count": count}))
