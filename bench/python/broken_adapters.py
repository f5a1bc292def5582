"""Makes broken adapters from a good one: broken_adapters.py GOOD_DIRECTORY OUTPUT_DIRECTORY.

One of them, "unbroken", is the good one with numbers a ten-thousandth larger: it must be taken.
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path

import numpy as np
from gguf import GGUFReader, GGUFWriter

good, output = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
output.mkdir(parents=True)
reader = GGUFReader(good / "adapter.gguf")
whole = (good / "adapter.gguf").read_bytes()
tensors = [(tensor.name, np.array(tensor.data, dtype=np.float32)) for tensor in reader.tensors]
random = np.random.default_rng(1)


def value(key):
    field = reader.fields[key]
    return field.parts[field.data[0]]


architecture = bytes(value("general.architecture")).decode()
alpha = float(value("adapter.lora.alpha")[0])


def written(path, content, arch, scale):
    writer = GGUFWriter(path, arch)
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", scale)
    for name, data in content:
        writer.add_tensor(name, np.ascontiguousarray(data))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def case(name, content=None, raw=None, arch=architecture, scale=alpha, provenance=None, honest=True):
    """Provenance follows the file unless honest is false, so that the digest alone does not catch it."""
    folder = output / name
    shutil.copytree(good, folder)
    path = folder / "adapter.gguf"
    path.unlink()
    if raw is None:
        written(path, content, arch, scale)
    else:
        path.write_bytes(raw)
    record = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    if honest:
        record["adapter_sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
        record["adapter_bytes"] = path.stat().st_size
    record.update(provenance or {})
    (folder / "provenance.json").write_text(json.dumps(record), encoding="utf-8")


def changed(change):
    return [(name, change(index, name, data)) for index, (name, data) in enumerate(tensors)]


def one(data, number):
    copy = data.copy()
    copy.flat[5] = number
    return copy


def second(name):
    return name.endswith("lora_b")


case("nan", changed(lambda i, n, d: one(d, np.nan) if i == 3 else d))
case("infinite", changed(lambda i, n, d: one(d, np.inf) if i == 7 else d))
case("truncated", raw=whole[: len(whole) // 2])
case("empty", raw=b"")
case("not-gguf", raw=b"hello" * 100)
case("digest-differs", raw=whole + b"\0", honest=False)
case("wrong-base", raw=whole, provenance={"base_sha256": "0" * 64})
case("wrong-architecture", tensors, arch="qwen2" if architecture != "qwen2" else "llama")
case("wrong-rank", changed(lambda i, n, d: d if second(n) else d[: len(d) // 2]))
case("half-missing", [(name, data) for name, data in tensors if not second(name)])
case("unknown-tensor", tensors + [("blk.999.attn_q.weight.lora_a", tensors[0][1])])
case("changes-nothing", changed(lambda i, n, d: d * 0 if second(n) else d))
case("garbage", changed(lambda i, n, d: random.standard_normal(d.shape, dtype=np.float32) * 2))
case("forty-times", changed(lambda i, n, d: d * 40 if second(n) else d))
case("other-layers", changed(lambda i, n, d: d[::-1]))
case("alpha-zero", tensors, scale=0.0)
case("unbroken", changed(lambda i, n, d: d * np.float32(1.0001) if second(n) else d))
