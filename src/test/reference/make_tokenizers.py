#!/usr/bin/env python
"""Writes tokenizers.json: small vocabularies, texts, and the ids that llama.cpp gives them.

Usage: python make_tokenizers.py TEXTS.json OUT.json   (TEXTS.json: tokens_smollm2.json; needs gguf 0.17.1, tokenizers, sentencepiece,
numpy and xllamacpp 2026.10.11549)

"bpe": one byte-level vocabulary, trained without cutting the text before, so that its merges cross words, digits and signs and the
pre-tokenizer decides what comes out; ids per name of a pre-tokenizer.
"spm_llama", "spm_phi3", "spm_gemma": SentencePiece vocabularies with scores and byte fallback: with a space in front (Llama 2); the same
with control tokens that swallow the white space behind them (Phi 3, known by its name); without, and with runs of spaces and line feeds
as user-defined tokens (Gemma).
"ids" reads no control tokens in the text, "special" does; nothing is added in front. Only what differs from "ids" stands in "special"."""
import io, json, os, sys, tempfile, urllib.request
import numpy as np, gguf, sentencepiece as spm, tokenizers, xllamacpp
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
PRES = ["gpt-2", "smollm", "llama-bpe", "qwen2", "default", "tekken", "gpt-4o", "dbrx", "falcon", "deepseek-v3"]
MORE = ["don't DON'T we'Ll I'VE it's", "12345678 1234 12 1,234,567.89", "a1b22c333d4444", "x=y+1;\n\n\tif (a) {\r\n  b();\r\n}", "HelloWorld helloWORLD McDonald iPhone",
        "über Größe ÀÉÎ αβγ ΑΒΓ дом ДОМ", "price: $5.00 (50% off!!!) ...", "   leading and trailing   ", "a\u00a0b\u2003c", "日本語テキスト、漢字かな混じり。", "한국어 텍스트", "ภาษาไทย हिन्दी",
        "é e\u0301 ñ", "🦊🚀👩‍🚀", "</s><s>[INST] hi [/INST]", "<|user|>\nHi<|end|>\n<|assistant|>\n", "<|user|>   spaced <|end|>x", "<start_of_turn>user\nHi  there<end_of_turn>\n",
        "<0x0A> <unk> <pad>", "▁already ▁ escaped", "line\n\nline\n\n\nline", "tab\tTab\t\ttabs", "\u0000\u0001\u007f", "a/b/c\\d", "//comment\n/* x */", "#include <stdio.h>\nint main() { return 0; }"]

def model(tokens, types, kind, name, pre=None, merges=None, scores=None, **more):
    """A one-layer Llama around a vocabulary; returns the file's name."""
    path = os.path.join(tempfile.mkdtemp(), "m.gguf"); w = gguf.GGUFWriter(path, "llama")
    w.add_name(name); w.add_context_length(128); w.add_embedding_length(32); w.add_block_count(1); w.add_feed_forward_length(32)
    w.add_head_count(2); w.add_head_count_kv(2); w.add_layer_norm_rms_eps(1e-5); w.add_rope_dimension_count(16); w.add_vocab_size(len(tokens))
    w.add_tokenizer_model(kind); w.add_token_list(tokens); w.add_token_types(types)
    if pre: w.add_tokenizer_pre(pre)
    if merges is not None: w.add_token_merges(merges)
    if scores is not None: w.add_token_scores(scores)
    for k, v in more.items(): getattr(w, k)(v)
    z = lambda *s: np.full(s, 0.01, np.float32)
    for n, s in [("token_embd", (len(tokens), 32)), ("output_norm", (32,)), ("blk.0.attn_norm", (32,)), ("blk.0.ffn_norm", (32,))] + [(f"blk.0.{x}", (32, 32)) for x in ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")]:
        w.add_tensor(n + ".weight", z(*s))
    w.write_header_to_file(); w.write_kv_data_to_file(); w.write_tensors_to_file(); w.close()
    return path

def ids(path, texts):
    p = xllamacpp.CommonParams(); p.model.path = path; p.n_ctx = 128; p.n_parallel = 1; p.warmup = False
    s = xllamacpp.Server(p)
    def ask(text, special):
        r = urllib.request.Request(s.listening_address + "/tokenize", json.dumps(dict(content=text, add_special=False, parse_special=special)).encode(), {"Content-Type": "application/json"})
        return json.load(urllib.request.urlopen(r))["tokens"]
    plain = [ask(t, False) for t in texts]; special = [ask(t, True) for t in texts]
    del s
    return dict(ids=plain, special={str(i): b for i, (a, b) in enumerate(zip(plain, special)) if a != b})

def bpe(texts):
    t = Tokenizer(models.BPE()); t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    trainer = trainers.BpeTrainer(vocab_size=1100, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), special_tokens=["<|endoftext|>", "<|im_start|>", "<|im_end|>"], show_progress=False, max_token_length=12)
    t.train_from_iterator(texts * 2, trainer); d = json.loads(t.to_str())["model"]
    tokens = [k for k, _ in sorted(d["vocab"].items(), key=lambda x: x[1])]; merges = [" ".join(m) if isinstance(m, list) else m for m in d["merges"]]
    types = [3 if i < 3 else 1 for i in range(len(tokens))]
    return dict(tokens=tokens, types=types, merges=merges, pre={p: ids(model(tokens, types, "gpt2", "bpe", p, merges, add_eos_token_id=0), texts) for p in PRES})

def pieces(texts, **options):
    out = io.BytesIO(); lines = [l for t in texts for l in t.replace("\0", "").split("\n") if l.strip()]
    spm.SentencePieceTrainer.train(sentence_iterator=iter(lines), model_writer=out, model_type="bpe", vocab_size=900, byte_fallback=True, character_coverage=0.98,
        normalization_rule_name="identity", remove_extra_whitespaces=False, split_digits=True, minloglevel=2, hard_vocab_limit=False, **options)
    p = spm.SentencePieceProcessor(model_proto=out.getvalue()); n = p.get_piece_size()
    kind = lambda i: 2 if p.is_unknown(i) else 3 if p.is_control(i) else 6 if p.is_byte(i) else 5 if p.is_unused(i) else 1
    return [p.id_to_piece(i) for i in range(n)], [kind(i) for i in range(n)], [p.get_score(i) for i in range(n)]

def main(source, out):
    texts = [e["text"] for e in json.load(open(source))["entries"] if len(e["text"]) < 200] + MORE
    doc = dict(about="Ids that llama.cpp gives; see make_tokenizers.py.", made_with=dict(xllamacpp="2026.10.11549", gguf="0.17.1", sentencepiece=spm.__version__, tokenizers=tokenizers.__version__), texts=texts, bpe=bpe(texts))
    tokens, types, scores = pieces(texts, add_dummy_prefix=True)
    doc["spm_llama"] = dict(tokens=tokens, types=types, scores=scores, **ids(model(tokens, types, "llama", "spm", scores=scores), texts))
    extra = ["<|endoftext|>", "<|user|>", "<|assistant|>", "<|end|>"]
    t, k, s = tokens + extra, types + [3] * 4, scores + [-1000.0] * 4
    doc["spm_phi3"] = dict(tokens=t, types=k, scores=s, name="Phi-3 tiny", **ids(model(t, k, "llama", "Phi-3 tiny", scores=s), texts))
    tokens, types, scores = pieces(texts, add_dummy_prefix=False)
    extra = ["  ", "   ", "    ", "\n\n", "\n\n\n", "<start_of_turn>", "<end_of_turn>"]
    t, k, s = tokens + extra, types + [4] * 5 + [3] * 2, scores + [-1000.0] * 7
    doc["spm_gemma"] = dict(tokens=t, types=k, scores=s, add_space_prefix=False, **ids(model(t, k, "llama", "spm", scores=s, add_add_space_prefix=False), texts))
    with open(out, "w") as f: json.dump(doc, f, ensure_ascii=True, separators=(",", ":")); f.write("\n")
    print({k: len(v["tokens"]) for k, v in doc.items() if isinstance(v, dict) and "tokens" in v}, len(texts), os.path.getsize(out))
main(*sys.argv[1:])
