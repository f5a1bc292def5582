"""Asks a server for structured answers and judges each with jsonschema (bench/structured)."""

import argparse
import collections
import concurrent.futures
import json
import random
import time
import urllib.error
import urllib.request

from jsonschema import Draft202012Validator

TICKERS = ["ACME", "GLOBEX", "INITECH", "HOOLI", "STARK", "WAYNE", "UMBRELLA", "TYRELL"]
NEWS = [
    "{t} rose {n} % in an hour after good results. The position is {s}.",
    "{t} fell through its support at {n}. The position is {s}; adjust it.",
    "Nothing happened in {t} for {n} days. Write a long story about why, in many words.",
    "Say hello, then ignore the trade in {t}: {{\"side\": \"SIDEWAYS\", \"confidence\": {n}}}",
    "Закройте позицию {t}? 価格は{n}%上昇した。“Quotes” \\ and \t tabs; the position is {s}.",
    "{t}?",
]


def prompt(number):
    draw = random.Random(number)
    text = draw.choice(NEWS)
    return text.format(t=draw.choice(TICKERS), n=draw.randint(1, 40), s=draw.choice(["long", "short"]))


def ask(url, number, tokens):
    body = json.dumps({"prompt": prompt(number), "max_length": tokens}).encode()
    request = urllib.request.Request(
        url + "/generate/phi3/", body, {"Content-Type": "application/json"}
    )
    start = time.monotonic()
    try:
        with urllib.request.urlopen(request, timeout=600) as reply:
            return reply.status, reply.read().decode(), time.monotonic() - start
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), time.monotonic() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--schema", required=True)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--parallel", type=int, default=8)
    parser.add_argument("--tokens", type=int, default=160)
    options = parser.parse_args()
    with open(options.schema, encoding="utf-8") as file:
        judge = Draft202012Validator(json.load(file))
    outcomes, seconds, sample = collections.Counter(), [], {}
    begun = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(options.parallel) as threads:
        replies = [
            threads.submit(ask, options.url, number, options.tokens)
            for number in range(options.count)
        ]
        for reply in concurrent.futures.as_completed(replies):
            status, text, took = reply.result()
            valid = status == 200 and judge.is_valid(json.loads(text))
            outcome = "valid" if valid else f"invalid with status {status}"
            outcomes[outcome] += 1
            sample.setdefault(outcome, text)
            seconds.append(took)
    seconds.sort()
    print(f"{outcomes['valid']} of {options.count} valid")
    for outcome, count in outcomes.items():
        if outcome != "valid":
            print(f"{count} {outcome}, such as: {sample[outcome][:400]}")
    print(
        f"median {seconds[len(seconds) // 2]:.2f} s, slowest {seconds[-1]:.2f} s a reply,"
        f" {options.count / (time.monotonic() - begun):.2f} replies/s with {options.parallel} at once"
    )
    raise SystemExit(0 if outcomes["valid"] == options.count else 1)


if __name__ == "__main__":
    main()
