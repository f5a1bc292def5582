"""Prints how one morning's questions were answered: nights_line.py FOLDER NIGHT SECONDS."""

import json
import sys

home, night, seconds = sys.argv[1:4]


def reply(name):
    with open(f"{home}/{name}.json", encoding="utf-8") as file:
        return json.load(file)


def right(name):
    results = reply(name)["results"]
    return f"{sum(r['correct'] for r in results)}/{len(results)}"


known = [r["correct"] for r in reply("general.base")["results"]]


def kept(name):
    return f"{sum(r['correct'] for r, k in zip(reply(name)['results'], known) if k)}/{sum(known)}"


first = f"{right('first')} {right('first-reworded')}"
print(
    f"{night:>5} {seconds:>6} {reply('night').get('state', '?'):<12} {right('trained'):>10} {right('reworded'):>10} "
    f"{first:>18} {kept('general.scoped'):>12} {kept('general.always'):>12}",
    flush=True,
)
