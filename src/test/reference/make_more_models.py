#!/usr/bin/env python
"""Writes more_models.json: tiny models of further kinds, their logits and (for some) five LoRA steps.

Usage: python make_more_models.py OUT.json     (torch 2.7.1, transformers 4.55.4, peft 0.17.1; CPU, a minute)

gemma3     local and global layers (window 4, every third layer global), both rope bases, post norms, GELU, embedding scale
phi3       fused qkv and gate_up, partial rotary embedding, LongRoPE with the short factors
llama_*    the rope scalings linear, yarn and llama3 on a small Llama (logits only)

A tensor's number t is its place in "tensors", i the flat row-major index in the Hugging Face shape:
    matrix  0.06*sin(0.37*i + 1.7*t) + 0.05*sin(0.0071*i*i + t)     norm  1 + 0.05*sin(0.9*i + t)
in float64, then float32. Gemma's own files hold norms less 1: so does the model here, "norm" is what a GGUF file holds.
LoRA module k (layer by layer: q, k, v, o, gate, up, down): A 0.05*sin(0.11*i + 0.5*k), B 0. Where a model fuses matrices, each
part has its own A and B: the fused linear is replaced by its parts before PEFT sees it."""
import json, math, sys, warnings
warnings.filterwarnings("ignore")
import numpy as np, torch, transformers, peft
from torch import nn
from transformers import (Gemma3TextConfig, Gemma3ForCausalLM, LlamaConfig, LlamaForCausalLM, Phi3Config, Phi3ForCausalLM)
torch.set_num_threads(1)
R, ALPHA, STEPS, LR = 4, 8, 5, 1e-2
PROJ = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
SEQ = [[5, 17, 42, 88, 3, 61, 29, 70, 11, 94, 36, 52], [77, 8, 23, 91, 14, 60, 45, 2, 33]]
PROMPT = [7, 5]
L = max(map(len, SEQ))
IDS = torch.tensor([s + [0] * (L - len(s)) for s in SEQ])
MASK = torch.tensor([[1] * len(s) + [0] * (L - len(s)) for s in SEQ])
LABELS = torch.tensor([[-100] * p + s[p:] + [-100] * (L - len(s)) for s, p in zip(SEQ, PROMPT)])
COMMON = dict(vocab_size=96, hidden_size=64, rms_norm_eps=1e-5, bos_token_id=None, eos_token_id=None, pad_token_id=None)
LLAMA = dict(COMMON, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, intermediate_size=96, rope_theta=10000.0,
             max_position_embeddings=64, head_dim=16, tie_word_embeddings=True)
SHORT = [1.0, 1.1, 1.3, 1.7, 2.3, 3.1]
LONG = [1.0, 1.5, 2.5, 4.0, 6.5, 9.0]
PHI = dict(COMMON, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, intermediate_size=96, rope_theta=10000.0,
           partial_rotary_factor=0.75, tie_word_embeddings=False, sliding_window=None)
LONGROPE = dict(type="longrope", short_factor=SHORT, long_factor=LONG)
MODELS = {
    "gemma3": (Gemma3TextConfig, Gemma3ForCausalLM, dict(COMMON, num_hidden_layers=4, num_attention_heads=4, num_key_value_heads=1,
               intermediate_size=96, head_dim=32, query_pre_attn_scalar=32, rope_theta=1e6, rope_local_base_freq=1e4, sliding_window=4,
               layer_types=["sliding_attention", "sliding_attention", "full_attention", "sliding_attention"], max_position_embeddings=64,
               hidden_activation="gelu_pytorch_tanh", tie_word_embeddings=True), True),
    "phi3": (Phi3Config, Phi3ForCausalLM, dict(PHI, max_position_embeddings=512, original_max_position_embeddings=64, rope_scaling=LONGROPE), True),
    "llama_linear": (LlamaConfig, LlamaForCausalLM, dict(LLAMA, rope_scaling=dict(rope_type="linear", factor=4.0)), False),
    "llama_yarn": (LlamaConfig, LlamaForCausalLM, dict(LLAMA, rope_scaling=dict(rope_type="yarn", factor=4.0, original_max_position_embeddings=16)), False),
    "llama_llama3": (LlamaConfig, LlamaForCausalLM, dict(LLAMA, rope_scaling=dict(rope_type="llama3", factor=8.0, low_freq_factor=1.0,
               high_freq_factor=4.0, original_max_position_embeddings=32)), False)}
WRONG = {"gemma3": {"no window": dict(sliding_window=64), "one rope base": dict(rope_local_base_freq=1e6), "window one longer": dict(sliding_window=5),
                    "exact GELU": dict(hidden_activation="gelu"), "scale of another width": dict(query_pre_attn_scalar=16)},
         "phi3": {"no LongRoPE": dict(rope_scaling=None), "all of a head rotated": dict(partial_rotary_factor=1.0, rope_scaling=None)},
         "llama_linear": {"no scaling": dict(rope_scaling=None)}, "llama_yarn": {"no scaling": dict(rope_scaling=None)},
         "llama_llama3": {"no scaling": dict(rope_scaling=None)}}

class Parts(nn.Module):
    """A fused linear as several, whose outputs stand one after the other."""
    def __init__(self, fused, names, sizes):
        super().__init__()
        self.names = names
        for name, w in zip(names, fused.weight.data.split(sizes)):
            part = nn.Linear(w.shape[1], w.shape[0], bias=False); part.weight.data.copy_(w); setattr(self, name, part)
    def forward(self, x): return torch.cat([getattr(self, n)(x) for n in self.names], -1)

def formula(t, shape):
    i = np.arange(int(np.prod(shape)), dtype=np.float64)
    w = 1 + 0.05 * np.sin(0.9 * i + t) if len(shape) == 1 else 0.06 * np.sin(0.37 * i + 1.7 * t) + 0.05 * np.sin(0.0071 * i * i + t)
    return torch.from_numpy(w.astype(np.float32).reshape(shape))
def build(name, **change):
    config_class, model_class, settings, _ = MODELS[name]
    config = config_class(**{**settings, **change}); config._attn_implementation = "eager"; config.use_cache = False
    model = model_class(config); state = model.state_dict()
    order = [n for n in state if not (n == "lm_head.weight" and config.tie_word_embeddings)]
    for t, n in enumerate(order):
        w = formula(t, tuple(state[n].shape)); state[n].copy_(w - 1 if name == "gemma3" and w.dim() == 1 else w)
    model.tie_weights()
    return model.train(), order
def last(model):
    with torch.no_grad(): lg = model(input_ids=IDS, attention_mask=MASK).logits
    return [lg[b, len(s) - 1].double().numpy() for b, s in enumerate(SEQ)]
def separate(model):
    c = model.config; hd = c.hidden_size // c.num_attention_heads
    for layer in model.model.layers:
        layer.self_attn.qkv_proj = Parts(layer.self_attn.qkv_proj, PROJ[:3], [c.num_attention_heads * hd] + 2 * [c.num_key_value_heads * hd])
        layer.mlp.gate_up_proj = Parts(layer.mlp.gate_up_proj, PROJ[4:6], 2 * [c.intermediate_size])
    return model
def sig(x, n=8): return float(f"{float(x):.{n}g}")
def rnd(x): return [round(float(v), 6) for v in x]

def train(name, model):
    base = last(model)
    if name.startswith("phi3"): separate(model); assert max(np.abs(a - b).max() for a, b in zip(base, last(model))) < 2e-6
    model = peft.get_peft_model(model, peft.LoraConfig(r=R, lora_alpha=ALPHA, lora_dropout=0.0, bias="none", target_modules=PROJ), autocast_adapter_dtype=False)
    found = [(n, m) for n, m in model.named_modules() if hasattr(m, "lora_A")]
    found.sort(key=lambda x: (int(x[0].split(".layers.")[1].split(".")[0]), PROJ.index(x[0].split(".")[-1])))
    for k, (_, m) in enumerate(found):
        a = m.lora_A["default"].weight; i = np.arange(a.numel(), dtype=np.float64)
        with torch.no_grad(): a.copy_(torch.from_numpy((0.05 * np.sin(0.11 * i + 0.5 * k)).astype(np.float32)).reshape(a.shape)); m.lora_B["default"].weight.zero_()
    params = [p for p in model.parameters() if p.requires_grad]
    opt = torch.optim.AdamW(params, lr=LR, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0)
    loss, norms = [], []
    for _ in range(STEPS):
        value = model(input_ids=IDS, attention_mask=MASK, labels=LABELS).loss; value.backward(); loss.append(value.item())
        norms.append(torch.sqrt(sum((p.grad.double() ** 2).sum() for p in params)).item()); opt.step(); opt.zero_grad(set_to_none=True)
    after = [dict(k=k, a_norm=sig(m.lora_A["default"].weight.double().norm(), 6), b_norm=sig(m.lora_B["default"].weight.double().norm(), 6)) for k, (_, m) in enumerate(found)]
    with torch.no_grad(): final = model(input_ids=IDS, attention_mask=MASK, labels=LABELS).loss.item()
    return dict(loss=[sig(x) for x in loss], grad_norm=[sig(x) for x in norms], loss_after_last_step=sig(final), after_logits=[rnd(x) for x in last(model)], adapter_after=after)

def extras(name, model):
    """What a GGUF file of the model holds besides the tensors."""
    c, rope = model.config, model.model.rotary_emb
    if name.startswith("phi3"): return dict(rope_factors_short=SHORT, rope_factors_long=LONG, attn_factor=sig(rope.attention_scaling, 12), original_context=c.original_max_position_embeddings, rope_dimensions=12)
    if name == "llama_llama3":
        plain = 10000.0 ** (-np.arange(0, 16, 2) / 16); return dict(rope_freqs=[sig(v, 9) for v in plain / rope.inv_freq.double().numpy()])
    return {}

def main(out):
    doc = dict(about="Tiny models of further kinds; see make_more_models.py for formulas and shapes.",
               made_with=dict(torch=torch.__version__, transformers=transformers.__version__, peft=peft.__version__, attention="eager"),
               input=dict(ids=IDS.tolist(), labels=LABELS.tolist(), lengths=[len(s) for s in SEQ], answer_tokens=int((LABELS != -100).sum())), models={})
    for name, (_, _, settings, trained) in MODELS.items():
        model, order = build(name); state = model.state_dict(); base = last(model)
        wrong = {k: sig(max(np.abs(a - b).max() for a, b in zip(base, last(build(name, **v)[0]))), 3) for k, v in WRONG[name].items()}
        entry = dict(config=settings, gguf=extras(name, model), tensors=[dict(t=t, name=n, shape=list(state[n].shape), sum=sig(state[n].double().sum())) for t, n in enumerate(order)],
                     float32=dict(base_logits=[rnd(x) for x in base]), sensitivity=wrong)
        if trained: entry["float32"].update(train(name, model))
        print(name, [round(float(x), 3) for x in base[0][:3]], wrong, entry["float32"].get("loss"))
        doc["models"][name] = entry
    with open(out, "w") as f: f.write(dump(doc) + "\n")
def dump(o, ind=0):
    flat = lambda v: not isinstance(v, (dict, list)) or all(not isinstance(x, (dict, list)) for x in (v.values() if isinstance(v, dict) else v))
    if flat(o): return json.dumps(o, allow_nan=False)
    p = " " * (ind + 1)
    if isinstance(o, dict): return "{\n" + ",\n".join(f"{p}{json.dumps(k)}: {dump(v, ind + 1)}" for k, v in o.items()) + "\n" + " " * ind + "}"
    return "[\n" + ",\n".join(p + dump(v, ind + 1) for v in o) + "\n" + " " * ind + "]"
if __name__ == "__main__": main(sys.argv[1])
