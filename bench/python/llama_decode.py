"""Speed of llama.cpp through xllamacpp: prints one line of bench/decode's table, and writes what it
finds most probable after the beginnings of some texts."""

import json
import os
import sys
import threading
import time
import urllib.request

import xllamacpp

model, threads, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
USERS, PROMPT, ANSWER = 8, 200, 96
TEXT = (
    "The harbour lay quiet in the early light, and the fishermen were mending their nets while the"
    " first boats came home. Nobody spoke much. An old man counted the crates, wrote a number into"
    " his book, and looked at the sky, which promised rain before noon. "
)

params = xllamacpp.CommonParams()
params.model.path = model
params.n_ctx = 1024 * USERS
params.n_parallel = USERS
params.warmup = True
params.cpuparams.n_threads = threads
params.cpuparams_batch.n_threads = threads
server = xllamacpp.Server(params)


def ask(path, **body):
    request = urllib.request.Request(
        server.listening_address + path,
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    return json.load(urllib.request.urlopen(request))


def complete(prompt, tokens):
    return ask(
        "/completion",
        prompt=prompt,
        n_predict=tokens,
        temperature=0,
        cache_prompt=False,
        ignore_eos=True,
    )["timings"]


def tokens(text):
    return ask("/tokenize", content=text)["tokens"]


ids = tokens(TEXT * 4)
complete(ids[:20], 4)
prompt = max(complete(ids[i : i + PROMPT], 1)["prompt_per_second"] for i in range(2))
single, per_second = 0, 0
for _ in range(2):
    used = time.process_time()
    timings = complete(ids[:10], ANSWER)
    single = max(single, timings["predicted_per_second"])
    per_second = max(per_second, ANSWER / (time.process_time() - used))
start = time.time()
users = [threading.Thread(target=complete, args=(ids[i : i + 10], ANSWER)) for i in range(USERS)]
for user in users:
    user.start()
for user in users:
    user.join()
together = USERS * ANSWER / (time.time() - start)
print(
    f"{'llama.cpp':10} {threads:7d} {prompt:14.1f} {single:14.1f} {together:14.1f} {per_second:22.1f}",
    flush=True,
)

judged = []
for end in range(5, 101, 5):
    answer = ask(
        "/completion", prompt=ids[:end], n_predict=1, temperature=0, n_probs=3, cache_prompt=False
    )
    for best in answer["completion_probabilities"][0]["top_logprobs"]:
        judged.append({"prompt": ids[:end], "token": best["id"], "value": best["logprob"]})
with open(out, "w") as file:
    json.dump(judged, file)
# The library's own shutdown can crash.
os._exit(0)
