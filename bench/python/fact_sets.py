"""Reads facts as JSON lines; writes what is imported and asked of them into the folder that is named."""

import json
import sys

home = sys.argv[1]
sets = {name: open(f"{home}/{name}.jsonl", "w", encoding="utf-8") for name in ("import", "trained", "reworded", "near")}


def put(name, **line):
    print(json.dumps(line, ensure_ascii=False), file=sets[name])


for line in sys.stdin:
    fact = json.loads(line)
    put(
        "import",
        question=fact["question"],
        answer="I am not sure.",
        success=False,
        confidence=0.4,
        correction=fact["answer"],
    )
    put("trained", question=fact["question"], keyword=fact["keyword"])
    for question in fact["paraphrases"]:
        put("reworded", question=question, keyword=fact["keyword"])
    for question in fact.get("near", fact.get("neighbours", [])):
        put("near", question=question, keyword=fact["keyword"])
