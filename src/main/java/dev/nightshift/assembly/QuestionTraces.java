package dev.nightshift.assembly;

import dev.nightshift.asking.AskObserver;
import dev.nightshift.asking.AskReply;
import dev.nightshift.exchange.Answer;
import dev.nightshift.tracing.CallerSpan;
import dev.nightshift.tracing.SentTrace;
import dev.nightshift.tracing.TraceIds;
import dev.nightshift.tracing.Traced;
import dev.nightshift.tracing.Traces;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Sends a trace of each question. Names of attributes are OpenTelemetry's for generative models
 * where there are such.
 */
final class QuestionTraces implements AskObserver {
  private final Traces traces;
  private final InstantSource clock;

  QuestionTraces(Traces traces, InstantSource clock) {
    this.traces = traces;
    this.clock = clock;
  }

  @Override
  public void answered(AskReply reply) {
    Answer answer = reply.answer();
    Instant end = clock.instant();
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("gen_ai.operation.name", "chat");
    attributes.put("gen_ai.request.model", answer.model());
    attributes.put("gen_ai.usage.input_tokens", answer.promptTokens());
    attributes.put("gen_ai.usage.output_tokens", answer.answerTokens());
    attributes.put("nightshift.exchange", reply.id());
    attributes.put("nightshift.adapter", answer.adapter());
    attributes.put("nightshift.confidence", answer.confidence());
    attributes.put("nightshift.success", reply.success());
    attributes.put("nightshift.corrections", reply.corrections().size());
    String trace = TraceIds.traceOfExchange(reply.id());
    traces.send(
        trace,
        new Traced("question", end.minus(answer.latency()), end, "", attributes, List.of()),
        List.of(),
        CallerSpan.current());
    SentTrace.set(trace);
  }

  /** Without a reply there is no exchange, and how long it took is not known. */
  @Override
  public void failed(String model, String adapter, String cause) {
    Instant now = clock.instant();
    traces.send(
        TraceIds.traceOfExchange(UUID.randomUUID().toString()),
        new Traced(
            "question",
            now,
            now,
            cause,
            Map.of(
                "gen_ai.operation.name",
                "chat",
                "gen_ai.request.model",
                model,
                "nightshift.adapter",
                adapter),
            List.of()),
        List.of(),
        CallerSpan.current());
  }
}
