"""Largest difference between our log-probabilities and llama.cpp's for tiny models; exits with 1 where it is above the limit.

Usage: python llama_judge.py FOLDER LIMIT NAME...     FOLDER holds what JudgeBench wrote."""
import json, sys, urllib.request
import xllamacpp

TOKENS = [5, 17, 42, 88, 3, 61, 29, 70, 11, 94, 36, 52]
folder, limit, worst = sys.argv[1], float(sys.argv[2]), 0.0
for name in sys.argv[3:]:
    ours = json.load(open(f"{folder}/{name}.json")); line = [f"{name:14}"]
    for which in ("base", "adapter"):
        p = xllamacpp.CommonParams(); p.model.path = f"{folder}/{name}.gguf"
        p.n_ctx = 64; p.n_parallel = 1; p.warmup = False; p.cpuparams.n_threads = 1; p.cpuparams_batch.n_threads = 1
        p.flash_attn_type = 0; p.cache_type_k = p.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F32
        if which == "adapter":
            a = xllamacpp.CommonAdapterLoraInfo(); a.path = f"{folder}/{name}.adapter.gguf"; a.scale = 1.0; p.lora_adapters = [a]
        server = xllamacpp.Server(p)
        body = dict(prompt=TOKENS, n_predict=1, temperature=0, n_probs=len(ours[which]), cache_prompt=False)
        request = urllib.request.Request(server.listening_address + "/completion", json.dumps(body).encode(), {"Content-Type": "application/json"})
        found = json.load(urllib.request.urlopen(request))["completion_probabilities"][0]["top_logprobs"]
        assert len(found) == len(ours[which]), "not all tokens were given"
        difference = max(abs(t["logprob"] - ours[which][t["id"]]) for t in found); worst = max(worst, difference)
        line.append(f"{which} {difference:.1e}")
        del server
    print("  ".join(line), flush=True)
sys.exit(0 if worst <= limit else 1)
