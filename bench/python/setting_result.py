"""Compares the answers of two homes of bench/learn, question by question, as governance reads it:
setting_result.py SETTING CURRENT PROPOSED HOME_BEFORE HOME_AFTER."""

import json
import sys

setting, current, proposed, before, after = sys.argv[1:6]


def answers(home, name):
    with open(f"{home}/scoped.{name}.json", encoding="utf-8") as file:
        return {r["question"]: r["correct"] for r in json.load(file)["results"]}


def night(home):
    with open(f"{home}/night.json", encoding="utf-8") as file:
        said = json.load(file)
    state, reason = said["state"], said.get("reason") or ""
    answers = "succeeded" in reason or "probes were answered" in reason
    if state == "FAILED" or (state == "ROLLED_BACK" and not answers):
        sys.exit(f"setting: no result, a night ended {state} for a reason that is not its setting's: {reason}")
    return {"state": state, "reason": reason}


nights = {"before": night(before), "after": night(after)}
measures = []
for name, title in (("trained", "trained questions"), ("reworded", "rewordings"), ("general", "general questions")):
    old, new = answers(before, name), answers(after, name)
    both = [(old[q], new[q]) for q in old if q in new]
    measures.append(
        {
            "name": title,
            "total": len(both),
            "before": sum(o for o, _ in both),
            "after": sum(n for _, n in both),
            "won": sum(n and not o for o, n in both),
            "lost": sum(o and not n for o, n in both),
        }
    )
print(json.dumps({"setting": setting, "current": current, "proposed": proposed, "nights": nights, "measures": measures}, indent=2))
