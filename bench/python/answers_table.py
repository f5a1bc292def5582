"""Prints how questions were answered in several ways; the first way is what the others are compared with.

answers_table.py FOLDER WAY…; reads FOLDER/WAY.{trained,reworded,near,general}.json, outputs of `eval --json`.
"""

import json
import sys

home, ways = sys.argv[1], sys.argv[2:]


def results(way, group):
    with open(f"{home}/{way}.{group}.json", encoding="utf-8") as file:
        return json.load(file)["results"]


known = [r["correct"] for r in results(ways[0], "general")]
groups = ("trained", "reworded", "near", "general")
print(f"{'':20} {'trained':>9} {'reworded':>9} {'kept':>9} {'near wrong':>11} {'near as base':>13}   told")
for way in ways:
    row = [f"{sum(r['correct'] for r in results(way, g))}/{len(results(way, g))}" for g in ("trained", "reworded")]
    kept = sum(r["correct"] for r, k in zip(results(way, "general"), known) if k)
    near = results(way, "near")
    same = sum(a["answer"] == b["answer"] for a, b in zip(near, results(ways[0], "near")))
    wrong = sum(r["correct"] for r in near)
    told = "/".join(str(sum(r["augmented"] for r in results(way, g))) for g in groups)
    cells = [way, *row, f"{kept}/{sum(known)}", f"{wrong}/{len(near)}", f"{same}/{len(near)}", told]
    print("{:20} {:>9} {:>9} {:>9} {:>11} {:>13}   {}".format(*cells))
