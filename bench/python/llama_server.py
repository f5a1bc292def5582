"""A real llama-server on loopback, through xllamacpp. Its options are named as llama-server's. Prints its address;
ends when its input does, or, with --pid FILE, stays and writes its process id there.

Usage: python llama_server.py MODEL [--port N] [--pid FILE] [--lora FILE]... [--lora-init-without-apply]"""

import argparse
import os
import signal
import sys

import xllamacpp

parser = argparse.ArgumentParser()
parser.add_argument("model")
parser.add_argument("--port", type=int)
parser.add_argument("--pid")
parser.add_argument("--lora", action="append", default=[])
parser.add_argument("--lora-init-without-apply", action="store_true")
options = parser.parse_args()

params = xllamacpp.CommonParams()
params.model.path = options.model
params.n_ctx, params.n_parallel, params.warmup = 2048, 2, False
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 2
params.lora_init_without_apply = options.lora_init_without_apply
if options.port:
    params.port = options.port
adapters = []
for path in options.lora:
    adapter = xllamacpp.CommonAdapterLoraInfo()
    adapter.path, adapter.scale = path, 1.0
    adapters.append(adapter)
params.lora_adapters = adapters
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
if options.pid:
    with open(options.pid, "w") as file:
        file.write(str(os.getpid()))
    signal.pause()
sys.stdin.read()
os._exit(0)  # the library's own shutdown can crash
