"""One PEFT training variant on a fixed shape or on real rows; prints one line of JSON.

usage: peft_step.py VARIANT CONFIG.json BATCH LENGTH SECONDS THREADS
LENGTH is a number: random tokens, all positions in the loss; or a file with [[tokens, prompt tokens], ...]:
epochs over rows of those lengths, shuffled, padded to the longest of their batch, answers in the loss.
VARIANT: fp32 | bf16 | bf16-all (adapters in bf16 too) | nf4, each also with "+gc" (gradient checkpointing).
The model is built from the configuration with random weights: speed does not depend on the values.
"""

import json
import resource
import sys
import time

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, LlamaConfig


def quantise(model):
    """Replaces the linear layers of the blocks by bitsandbytes' NF4 with double quantisation."""
    import bitsandbytes as bnb

    for name, module in list(model.named_modules()):
        if isinstance(module, torch.nn.Linear) and "lm_head" not in name:
            parent = model.get_submodule(name.rpartition(".")[0])
            linear = bnb.nn.Linear4bit(
                module.in_features,
                module.out_features,
                bias=False,
                compute_dtype=torch.bfloat16,
                compress_statistics=True,
                quant_type="nf4",
            )
            linear.weight = bnb.nn.Params4bit(
                module.weight.data, requires_grad=False, quant_type="nf4", compress_statistics=True
            )
            setattr(parent, name.rpartition(".")[2], linear.to("cpu"))
    model.is_loaded_in_4bit = True
    return model


def build(variant, config):
    kind, _, checkpointing = variant.partition("+")
    torch.manual_seed(7)
    dtype = torch.float32 if kind == "fp32" else torch.bfloat16
    torch.set_default_dtype(dtype)
    model = AutoModelForCausalLM.from_config(LlamaConfig(**config), attn_implementation="sdpa")
    torch.set_default_dtype(torch.float32)
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    if kind == "nf4":
        model = quantise(model)
    model.config.use_cache = False
    lora = LoraConfig(
        r=16,
        lora_alpha=32,
        lora_dropout=0.0,
        target_modules=["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
        task_type="CAUSAL_LM",
    )
    if checkpointing:
        model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
        model.enable_input_require_grads()
    model = get_peft_model(model, lora)
    if kind == "bf16-all":
        model = model.to(torch.bfloat16)
    else:
        for parameter in model.parameters():
            if parameter.requires_grad:
                parameter.data = parameter.data.float()
    model.train()
    return model, kind


def batches(length, size, vocabulary):
    """(ids, labels) of one pass; padding is -1 in ids."""
    torch.manual_seed(7)
    if length.isdigit():
        ids = torch.randint(0, vocabulary, (size, int(length)))
        return [(ids, ids)]
    with open(length, encoding="utf-8") as file:
        rows = json.load(file)
    order = torch.randperm(len(rows)).tolist()
    passes = []
    for start in range(0, len(order), size):
        part = [rows[i] for i in order[start : start + size]]
        ids = torch.full((len(part), max(row[0] for row in part)), -1)
        labels = torch.full_like(ids, -100)
        for i, (tokens, prompt) in enumerate(part):
            ids[i, :tokens] = torch.randint(0, vocabulary, (tokens,))
            labels[i, prompt:tokens] = ids[i, prompt:tokens]
        passes.append((ids, labels))
    return passes


def step(model, trained, optimiser, ids, labels, autocast):
    padded = {"attention_mask": (ids >= 0).long()} if (ids < 0).any() else {}
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=autocast):
        loss = model(input_ids=ids.clamp(min=0), labels=labels, **padded).loss
    loss.backward()
    torch.nn.utils.clip_grad_norm_(trained, 1.0)
    optimiser.step()
    optimiser.zero_grad(set_to_none=True)
    return loss


def main():
    variant, config, batch, length, seconds, threads = sys.argv[1:7]
    torch.set_num_threads(int(threads))
    with open(config, encoding="utf-8") as file:
        config = json.load(file)
    model, kind = build(variant, config)
    trained = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=2e-4, weight_decay=0.0)
    passes = batches(length, int(batch), config["vocab_size"])
    tokens = sum(int((ids >= 0).sum()) for ids, _ in passes)
    autocast = kind in ("bf16", "nf4")
    walls, cpus = [], []
    until = None
    while until is None or time.perf_counter() < until:
        start, used = time.perf_counter(), time.process_time()
        for ids, labels in passes:
            loss = step(model, trained, optimiser, ids, labels, autocast)
        walls.append(time.perf_counter() - start)
        cpus.append(time.process_time() - used)
        if until is None:  # the first pass warms up
            until = time.perf_counter() + float(seconds)
    walls, cpus = sorted(walls[1:] or walls), sorted(cpus[1:] or cpus)
    print(
        json.dumps(
            {
                "variant": "PEFT " + variant,
                "steps": len(walls),
                "tokensPerSecond": tokens / walls[len(walls) // 2],
                "bestTokensPerSecond": tokens / walls[0],
                "tokensPerCpuSecond": tokens / cpus[len(cpus) // 2],
                "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
                "secondsPerPass": walls[len(walls) // 2],
                "loss": loss.item(),
                "torch": torch.__version__,
            }
        )
    )


main()
