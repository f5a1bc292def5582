"""The PEFT directory of a trained adapter, loaded by PEFT on the float32 model that transformers reads from GGUF:
the largest difference of its log-probabilities from our kernels'. Exits with 1 above 5e-3.

Usage: python peft_judge.py FOLDER ADAPTER     FOLDER holds what TrainedModelBench wrote, ADAPTER what PEFT reads."""

import json
import sys

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM

LIMIT, TOP = 5e-3, 20
folder, adapter = sys.argv[1:3]


def load(name):
    with open(f"{folder}/{name}.json", encoding="utf-8") as file:
        return json.load(file)


def compare(title, model, ours):
    worst, same, count = 0.0, 0, 0
    for text, positions in zip(load("texts"), ours):
        with torch.no_grad():
            found = torch.log_softmax(model(torch.tensor([text["tokens"]])).logits[0].double(), -1)
        for i, mine in enumerate(positions):
            values = found[text["question"] + i - 1]
            best = list(mine.items())[:TOP]
            count += 1
            same += int(values.argmax()) == int(best[0][0])
            worst = max([worst] + [abs(values[int(token)].item() - value) for token, value in best])
    print(f"{title:8} log-probabilities differ by {worst:.1e} at most; the same best token at {same} of {count} positions")
    return worst


torch.set_num_threads(2)
base = AutoModelForCausalLM.from_pretrained(folder, gguf_file="float32.gguf").float().eval()
found = [compare("base", base, load("float32.base"))]
found.append(compare("adapter", PeftModel.from_pretrained(base, adapter).eval(), load("float32.adapter")))
sys.exit(0 if max(found) <= LIMIT else 1)
