"""Prints lines of measurements as a table with ratios to PEFT's best and to PEFT's QLoRA; reads JSON lines."""

import json
import sys

lines = [json.loads(line) for line in sys.stdin if line.startswith("{")]
print(f"{'':44} {'tok/s':>7} {'best':>7} {'tok/CPU s':>9} {'peak MB':>8} {'planned':>8}")
for m in lines:
    planned = f"{m['plannedBytes'] / 1e6:8.0f}" if "plannedBytes" in m else ""
    print(
        f"{m['variant']:44} {m['tokensPerSecond']:7.0f} {m['bestTokensPerSecond']:7.0f}"
        f" {m['tokensPerCpuSecond']:9.0f} {m['peakBytes'] / 1e6:8.0f} {planned}"
    )
peft = [m for m in lines if m["variant"].startswith("PEFT")]
qlora = [m for m in peft if "nf4" in m["variant"]]
for name, others in (("PEFT's best", peft), ("PEFT's QLoRA", qlora)):
    if others:
        for m in lines:
            if m not in peft:
                print(
                    f"{m['variant']}: {m['bestTokensPerSecond'] / max(o['bestTokensPerSecond'] for o in others):.2f} x"
                    f" {name} in time, {m['tokensPerCpuSecond'] / max(o['tokensPerCpuSecond'] for o in others):.2f} x"
                    f" in CPU time, {m['peakBytes'] / max(others, key=lambda o: o['tokensPerCpuSecond'])['peakBytes']:.2f}"
                    " x its memory"
                )
