"""Uses the official OpenAI client against a server: openai_client.py BASE_URL API_KEY.

Ends with 0 and prints what it did, line by line, or fails with what was not as it should be.
"""

import asyncio
import json
import math
import sys
import urllib.request

import openai
from pydantic import BaseModel

base_url, key = sys.argv[1:]
client = openai.OpenAI(base_url=base_url + "/v1", api_key=key, max_retries=0)
MODEL = "nightshift"
CAPITAL = [{"role": "user", "content": "What is the capital of France?"}]


def done(what):
    print(what, flush=True)


def chat():
    answer = client.chat.completions.create(
        model=MODEL,
        messages=[{"role": "system", "content": "You are a helpful assistant."}, *CAPITAL],
        max_tokens=40,
        temperature=0,
        seed=7,
        user="ann",
        store=True,
        metadata={"a": "b"},
    )
    assert "Paris" in answer.choices[0].message.content, answer
    assert answer.choices[0].finish_reason in ("stop", "length"), answer
    assert answer.id.startswith("chatcmpl-") and answer.object == "chat.completion", answer
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens > 10, answer.usage
    assert answer.nightshift["adapter"] == "base", answer.nightshift
    short = client.chat.completions.create(model=MODEL, messages=CAPITAL, max_completion_tokens=2)
    assert short.choices[0].finish_reason == "length" and short.usage.completion_tokens == 2, short
    cut = client.chat.completions.create(model=MODEL, messages=CAPITAL, stop=["Paris"], max_tokens=40)
    assert "Paris" not in cut.choices[0].message.content and cut.choices[0].finish_reason == "stop", cut


def probabilities():
    answer = client.chat.completions.create(model=MODEL, messages=CAPITAL, max_tokens=12, logprobs=True)
    tokens = answer.choices[0].logprobs.content
    assert len(tokens) >= 2 and all(token.logprob <= 0 for token in tokens), tokens
    text = b"".join(bytes(token.bytes) for token in tokens).decode()
    assert text == answer.choices[0].message.content, (text, answer)


def drawn():
    def ask(seed):
        answer = client.chat.completions.create(
            model=MODEL, messages=CAPITAL, max_tokens=24, temperature=1.2, top_p=0.95, seed=seed
        )
        return answer.choices[0].message.content

    assert ask(1) == ask(1)
    assert len({ask(seed) for seed in range(1, 5)}) > 1


def stream():
    whole = client.chat.completions.create(model=MODEL, messages=CAPITAL, max_tokens=40)
    chunks = list(
        client.chat.completions.create(
            model=MODEL,
            messages=CAPITAL,
            max_tokens=40,
            stream=True,
            logprobs=True,
            stream_options={"include_usage": True},
        )
    )
    assert chunks[0].choices[0].delta.role == "assistant", chunks[0]
    pieces = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert "".join(pieces) == whole.choices[0].message.content, pieces
    assert len([piece for piece in pieces if piece]) > 1, pieces
    assert chunks[-2].choices[0].finish_reason == whole.choices[0].finish_reason, chunks[-2]
    judged = [chunk.choices[0] for chunk in chunks if chunk.choices and chunk.choices[0].logprobs]
    tokens = [token for choice in judged for token in choice.logprobs.content]
    assert len(judged) > 1, "probabilities come with their pieces"
    written = b"".join(bytes(token.bytes) for token in tokens).decode()
    assert written == whole.choices[0].message.content, tokens
    assert chunks[-1].usage.total_tokens == whole.usage.total_tokens, chunks[-1]
    with client.chat.completions.stream(model=MODEL, messages=CAPITAL, max_tokens=40) as events:
        final = events.get_final_completion()
    assert final.choices[0].message.content == whole.choices[0].message.content, final


async def stream_asynchronously():
    async with openai.AsyncOpenAI(base_url=base_url + "/v1", api_key=key) as own:
        asked = [
            own.chat.completions.create(model=MODEL, messages=CAPITAL, max_tokens=24, stream=True)
            for _ in range(4)
        ]
        texts = []
        for begun in await asyncio.gather(*asked):
            texts.append("".join([chunk.choices[0].delta.content or "" async for chunk in begun]))
    assert len(set(texts)) == 1 and texts[0], texts


class City(BaseModel):
    name: str
    country: str
    inhabitants: int


def structured():
    parsed = client.chat.completions.parse(
        model=MODEL,
        messages=[{"role": "user", "content": "Describe the city of Paris as JSON."}],
        response_format=City,
        max_tokens=80,
    )
    assert isinstance(parsed.choices[0].message.parsed, City), parsed
    anything = client.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": "Write a JSON object about a cat."}],
        response_format={"type": "json_object"},
        max_tokens=60,
    )
    assert isinstance(json.loads(anything.choices[0].message.content), dict), anything
    proposal = client.chat.completions.create(
        model="phi3", messages=[{"role": "user", "content": "NVDA fell by 3 %."}], max_tokens=200
    )
    assert "ticker" in json.loads(proposal.choices[0].message.content), proposal


def embeddings():
    model = next(model.id for model in client.models.list() if "minilm" in model.id)
    packed = client.embeddings.create(model=model, input=["a cat", "a kitten", "tax law"])
    plain = client.embeddings.create(model=model, input="a cat", encoding_format="float")
    vectors = [item.embedding for item in packed.data]
    assert len(vectors[0]) == 384 == len(plain.data[0].embedding), packed
    assert all(math.isclose(x, y, rel_tol=1e-6) for x, y in zip(plain.data[0].embedding, vectors[0]))
    assert math.isclose(sum(x * x for x in vectors[0]), 1, abs_tol=1e-5)
    near, far = (sum(a * b for a, b in zip(vectors[0], other)) for other in vectors[1:])
    assert near > far + 0.2, (near, far)


def models():
    ids = [model.id for model in client.models.list()]
    assert MODEL in ids and "hermes" in ids and "phi3" in ids, ids
    assert client.models.retrieve(ids[0]).id == ids[0]


def refused(kind, status, **changes):
    asked = {"model": MODEL, "messages": CAPITAL, "max_tokens": 4, **changes}
    try:
        client.chat.completions.create(**asked)
    except kind as error:
        assert error.status_code == status and error.body["message"], error
        return error
    raise AssertionError(f"{changes} was not refused")


def errors():
    assert refused(openai.NotFoundError, 404, model="gpt-9").code == "model_not_found"
    tool = {"type": "function", "function": {"name": "f", "parameters": {}}}
    assert refused(openai.BadRequestError, 400, tools=[tool]).param == "tools"
    assert refused(openai.BadRequestError, 400, n=2).param == "n"
    assert refused(openai.BadRequestError, 400, temperature=9).param == "temperature"
    picture = [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:,"}}]}]
    refused(openai.BadRequestError, 400, messages=picture)
    refused(openai.BadRequestError, 400, messages=[{"role": "user", "content": "long " * 9000}])
    refused(openai.APIStatusError, 413, messages=[{"role": "user", "content": "x" * 1_100_000}])
    stranger = openai.OpenAI(base_url=base_url + "/v1", api_key="sk-nobody", max_retries=0)
    try:
        stranger.models.list()
        raise AssertionError("a wrong key was let in")
    except openai.AuthenticationError as error:
        assert error.status_code == 401 and error.code == "invalid_api_key", error


def corrected():
    question = [{"role": "user", "content": "Who keeps the lighthouse of Ormsby Point?"}]
    first = client.chat.completions.create(model=MODEL, messages=question, max_tokens=40)
    body = {"id": first.id, "type": "correction", "correction": "Tamsin Vole keeps the lighthouse of Ormsby Point."}
    request = urllib.request.Request(
        base_url + "/feedback",
        json.dumps(body).encode(),
        {"Content-Type": "application/json", "Authorization": "Bearer " + key},
    )
    assert urllib.request.urlopen(request).status == 200
    second = client.chat.completions.create(model=MODEL, messages=question, max_tokens=40)
    told = second.nightshift["corrections"]
    assert [each["exchange_id"] for each in told] == [first.id.removeprefix("chatcmpl-")], told
    assert "Tamsin Vole" in second.choices[0].message.content, second
    assert "Tamsin Vole" not in first.choices[0].message.content, first


for part in (chat, probabilities, drawn, stream, structured, embeddings, models, errors, corrected):
    part()
    done(part.__name__)
asyncio.run(stream_asynchronously())
done("stream_asynchronously")
