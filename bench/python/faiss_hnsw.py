"""faiss's HNSW on the vectors of bench/recall: build rate, and search at several efforts.

faiss_hnsw.py FOLDER COUNT; reads FOLDER/vectors-COUNT.f32 and FOLDER/queries-COUNT.f32. The graph has the degree of
Lucene's (16 links, 32 on the lowest level) and the effort of its building (100). One thread searches.
"""

import os
import sys
import time

import faiss
import numpy as np

DIMENSION, K, TRUTHS = 384, 10, 300


def resident():
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("RssAnon")) * 1024


folder, count = sys.argv[1], int(sys.argv[2])
vectors = np.fromfile(f"{folder}/vectors-{count}.f32", dtype="<f4").reshape(-1, DIMENSION)
queries = np.fromfile(f"{folder}/queries-{count}.f32", dtype="<f4").reshape(-1, DIMENSION)

truth = np.argsort(-(queries[:TRUTHS] @ vectors.T), axis=1)[:, :K] if count <= 100_000 else None
if truth is None:
    best = []
    for query in queries[:TRUTHS]:
        scores = vectors @ query
        top = np.argpartition(-scores, K)[:K]
        best.append(top[np.argsort(-scores[top])])
    truth = np.array(best)

before = resident()
index = faiss.IndexHNSWFlat(DIMENSION, 16, faiss.METRIC_INNER_PRODUCT)
index.hnsw.efConstruction = 100
began, used = time.perf_counter(), time.process_time()
index.add(vectors)
print(
    f"faiss     built with {count / (time.perf_counter() - began):.0f}/s,"
    f" {1000 * (time.process_time() - used) / count:.2f} ms of a processor each,"
    f" {(resident() - before) / 1000 / count:.2f} KB each in memory ({os.cpu_count()} processors)"
)
faiss.omp_set_num_threads(1)
for effort in (10, 20, 50, 100, 200):
    index.hnsw.efSearch = effort
    millis, found = [], []
    for query in queries:
        at = time.perf_counter()
        found.append(index.search(query.reshape(1, -1), K)[1][0])
        millis.append(1000 * (time.perf_counter() - at))
    recall = np.mean([len(set(found[q]) & set(truth[q])) / K for q in range(TRUTHS)])
    millis.sort()
    print(
        f"faiss     effort {effort:3}: p50 {millis[len(millis) // 2]:.2f} ms,"
        f" p99 {millis[len(millis) * 99 // 100]:.2f} ms, recall@10 {recall:.4f}"
    )
