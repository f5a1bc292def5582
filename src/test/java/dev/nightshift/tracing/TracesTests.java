package dev.nightshift.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TracesTests {
  private static final Instant TWO = Instant.parse("2026-11-22T02:00:00Z");
  private static final String NIGHT = TraceIds.traceOfNight("20261122");

  private static Traced traced(String name, String failed, Traced... parts) {
    return new Traced(
        name, TWO, TWO.plusSeconds(60), failed, Map.of("nightshift.kept", 3L), List.of(parts));
  }

  private static List<SpanData> sent(double share, Consumer<Traces> work) {
    InMemorySpanExporter exporter = InMemorySpanExporter.create();
    List<SpanData> spans;
    try (Traces traces = Traces.to(exporter, share, "1", "node-1")) {
      work.accept(traces);
      traces.flush();
      spans = exporter.getFinishedSpanItems();
    }
    return List.copyOf(spans);
  }

  private static SpanData named(List<SpanData> spans, String name) {
    return spans.stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void aNightIsOneTraceWhoseIdFollowsFromItsKey() {
    List<SpanData> spans =
        sent(
            1,
            traces ->
                traces.send(
                    NIGHT,
                    traced(
                        "night",
                        "",
                        traced("night train", "", traced("step", "")),
                        traced("x", "")),
                    List.of(),
                    null));

    SpanData root = named(spans, "night");
    assertThat(spans).hasSize(4).allMatch(span -> span.getTraceId().equals(NIGHT));
    assertThat(root.getSpanId()).isEqualTo(TraceIds.rootOf(NIGHT));
    assertThat(root.getParentSpanContext().isValid()).isFalse();
    assertThat(named(spans, "night train").getParentSpanId()).isEqualTo(root.getSpanId());
    assertThat(named(spans, "step").getParentSpanId())
        .isEqualTo(named(spans, "night train").getSpanId());
    assertThat(spans.stream().map(SpanData::getSpanId).distinct()).hasSize(4);
    assertThat(root.getEndEpochNanos() - root.getStartEpochNanos())
        .isEqualTo(Duration.ofSeconds(60).toNanos());
    assertThat(root.getAttributes().get(AttributeKey.longKey("nightshift.kept"))).isEqualTo(3);
  }

  @Test
  void itIsLinkedToTheQuestionsItWasTaughtAndAQuestionToWhoAskedIt() {
    List<String> questions =
        IntStream.range(0, 150).mapToObj(i -> TraceIds.traceOfExchange("e" + i)).toList();
    String caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    List<SpanData> spans =
        sent(
            1,
            traces -> {
              traces.send(NIGHT, traced("night", ""), questions, null);
              traces.send(questions.getFirst(), traced("question", ""), List.of(), caller);
            });

    assertThat(named(spans, "night").getLinks()).hasSize(100);
    assertThat(named(spans, "night").getLinks().getFirst().getSpanContext().getTraceId())
        .isEqualTo(named(spans, "question").getTraceId());
    assertThat(named(spans, "night").getLinks().getFirst().getSpanContext().getSpanId())
        .isEqualTo(named(spans, "question").getSpanId());
    assertThat(named(spans, "question").getLinks())
        .singleElement()
        .satisfies(
            link ->
                assertThat(link.getSpanContext().getTraceId())
                    .isEqualTo("0af7651916cd43dd8448eb211c80319c"));
  }

  @Test
  void aHeaderThatIsNoneIsPassedOver() {
    for (String wrong :
        List.of(
            "",
            "x",
            "00-0-0-0",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01")) {
      assertThat(TraceParent.parse(wrong).isValid()).as(wrong).isFalse();
    }
    assertThat(TraceParent.parse(null).isValid()).isFalse();
  }

  @Test
  void whatFailedSaysSo() {
    List<SpanData> spans =
        sent(1, traces -> traces.send(NIGHT, traced("night", "no disk"), List.of(), null));

    assertThat(spans.getFirst().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(spans.getFirst().getStatus().getDescription()).isEqualTo("no disk");
  }

  @Test
  void aShareOfTheTracesIsSentAndWhichFollowsFromTheirIds() {
    Consumer<Traces> work =
        traces -> {
          for (int i = 0; i < 1000; i++) {
            traces.send(TraceIds.traceOfExchange("e" + i), traced("q", ""), List.of(), null);
          }
        };
    List<String> first = sent(0.5, work).stream().map(SpanData::getTraceId).toList();

    assertThat(first).hasSizeBetween(430, 570);
    assertThat(sent(0.5, work).stream().map(SpanData::getTraceId)).isEqualTo(first);
    assertThat(sent(0, work)).isEmpty();
  }

  @Test
  void switchedOffNothingIsSent() {
    TracingSettings off = new TracingSettings("", "", 1, Duration.ofSeconds(1));
    try (Traces traces = Traces.open(off, "1", "n")) {
      traces.send(NIGHT, traced("night", ""), List.of(), null);
      assertThat(traces.enabled()).isFalse();
    }
  }

  @Test
  void settingsThatCannotWorkAreRefusedInWords() {
    Duration second = Duration.ofSeconds(1);
    for (String wrong : List.of("collector:4317", "ftp://x/y", "http:/x", "http://a b")) {
      assertThatThrownBy(() -> new TracingSettings(wrong, "", 1, second))
          .hasMessageContaining("endpoint")
          .hasMessageContaining("http://127.0.0.1:4318/v1/traces");
    }
    assertThatThrownBy(() -> new TracingSettings("", "", 1.1, second))
        .hasMessageContaining("share");
    assertThatThrownBy(() -> new TracingSettings("", "", Double.NaN, second))
        .hasMessageContaining("share");
    assertThatThrownBy(() -> new TracingSettings("", "", 1, Duration.ZERO))
        .hasMessageContaining("timeout");
    assertThat(new TracingSettings("http://c/v1/traces", "Bearer x", 1, second).toString())
        .doesNotContain("Bearer");
  }
}
