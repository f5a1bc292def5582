"""A real model and a trained adapter, judged by llama.cpp: alone, with our adapter file, and with our merged file.

Usage: python llama_trained.py FOLDER ADAPTER.gguf MODEL.gguf [float32|quantised]     FOLDER holds what TrainedModelBench wrote.

Float32: the largest difference of any log-probability; at most 5e-3. Quantised: the share of teacher-forced positions
with the same best token, at least 98 %. Learned answers: as many right, by the same keywords.
Exits with 1 where it is not so."""

import collections
import json
import os
import sys
import urllib.request

import xllamacpp

LIMIT, SHARE, TOP = 5e-3, 0.98, 20
folder = sys.argv[1]
failed = []


def load(name):
    with open(f"{folder}/{name}.json", encoding="utf-8") as file:
        return json.load(file)


class Llama:
    """A server; with float32 alone nothing but the order of sums differs from ours."""

    def __init__(self, model, adapter=None, exact=False):
        p = xllamacpp.CommonParams()
        p.model.path = model
        p.n_ctx, p.n_parallel, p.warmup = 512, 1, False
        p.cpuparams.n_threads = p.cpuparams_batch.n_threads = 1  # nothing is timed, and threads that wait spin
        if exact:
            p.flash_attn_type = 0
            p.cache_type_k = p.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F32
        if adapter:
            lora = xllamacpp.CommonAdapterLoraInfo()
            lora.path, lora.scale = adapter, 1.0
            p.lora_adapters = [lora]
        self.server = xllamacpp.Server(p)

    def post(self, path, **body):
        data = json.dumps(body).encode()
        request = urllib.request.Request(
            self.server.listening_address + path, data, {"Content-Type": "application/json"}
        )
        return json.load(urllib.request.urlopen(request))

    def best(self, tokens):
        """[(id, log-probability)] after the tokens, the best first."""
        reply = self.post(
            "/completion", prompt=tokens, n_predict=1, temperature=0, n_probs=TOP, cache_prompt=True
        )
        return [(t["id"], t["logprob"]) for t in reply["completion_probabilities"][0]["top_logprobs"]]

    def answer(self, question):
        reply = self.post(
            "/v1/chat/completions",
            messages=[{"role": "user", "content": question}],
            temperature=0,
            max_tokens=32,
        )
        return reply["choices"][0]["message"]["content"]


def compare(title, llama, ours, exact):
    """A few lines of the table. Beginnings that several texts share count once."""
    moved, unknown, seen = [], 0, set()
    leads = collections.defaultdict(list)  # by part: (how far our best leads, whether it is theirs too)
    for number, (text, positions) in enumerate(zip(texts, ours)):
        for i, mine in enumerate(positions):
            at = text["question"] + i
            known = tuple(text["tokens"][:at])
            if known in seen:
                continue
            seen.add(known)
            found = llama.best(text["tokens"][:at])
            first, second = list(mine.values())[:2]
            same = str(found[0][0]) == next(iter(mine))
            part = "words of questions"
            if at >= text["answer"]:
                part = "answers taught" if number % 2 == 0 else "answers of the base"
            leads[part].append((first - second, same))
            for token, value in found:
                if str(token) in mine:
                    moved.append(abs(value - mine[str(token)]))
                else:
                    unknown += 1
    worst, mean = max(moved), sum(moved) / len(moved)
    print(f"{title}: log-probabilities differ by {mean:.1e} on average, {worst:.1e} at most", flush=True)
    leads["all"] = [lead for part in list(leads) for lead in leads[part]]
    for part, found in leads.items():
        cells = []
        for least in (0, 0.1, 0.5, 1):
            clear = [same for lead, same in found if lead >= least]
            cells.append(f"{sum(clear)} of {len(clear)} ({100 * sum(clear) / max(1, len(clear)):.2f} %)")
        print(f"    {part:20} same best {cells[0]:24} leading by 0.1: {cells[1]:24} 0.5: {cells[2]:24} 1: {cells[3]}", flush=True)
    if unknown:
        print(f"    {unknown} of llama.cpp's {TOP} best are not among our 200", flush=True)
    share = sum(same for _, same in leads["all"]) / len(leads["all"])
    if exact and (worst > LIMIT or unknown):
        failed.append(f"{title}: {worst:.1e} is more than {LIMIT}")
    if not exact and share < SHARE:
        failed.append(f"{title}: the same best token at {100 * share:.2f} % of the positions, not {100 * SHARE:.0f} %")


def learned(title, llama):
    """Questions that were learned, and rewordings."""
    right, ours, same, number = (collections.Counter() for _ in range(4))
    for line in answers:
        said = llama.answer(line["question"])
        group, keyword = line["set"], line["keyword"].lower()
        number[group] += 1
        right[group] += keyword in said.lower()
        ours[group] += keyword in line["ours"].lower()
        same[group] += said.strip() == line["ours"].strip()
    for group in number:
        print(
            f"{title:28} {group:9} right {right[group]} of {number[group]} (ours {ours[group]}),"
            f" the same words {same[group]}",
            flush=True,
        )
    if right["trained"] != ours["trained"]:
        failed.append(f"{title}: {right['trained']} learned answers, ours {ours['trained']}")


texts, answers = load("texts"), load("answers")
adapter = sys.argv[2]
quantised = sys.argv[3]
chosen = sys.argv[4:] or ["float32", "quantised"]
for name, model in (("float32", f"{folder}/float32.gguf"), ("quantised", quantised)):
    if name not in chosen:
        continue
    exact = name == "float32"
    base, adapted = load(f"{name}.base"), load(f"{name}.adapter")
    compare(f"{name} base", Llama(model, None, exact), base, exact)
    llama = Llama(model, adapter, exact)
    compare(f"{name} adapter", llama, adapted, exact)
    if not exact:
        learned(f"{name} adapter", llama)
    llama = Llama(f"{folder}/{name}.merged.gguf", None, exact)
    compare(f"{name} merged", llama, adapted, exact)
    if not exact:
        learned(f"{name} merged", llama)
for line in failed:
    print("FAILED", line)
sys.stdout.flush()
# The library's own shutdown can crash.
os._exit(1 if failed else 0)
