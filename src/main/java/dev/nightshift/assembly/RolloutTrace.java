package dev.nightshift.assembly;

import dev.nightshift.rollout.RolloutListener;
import dev.nightshift.rollout.RolloutResult;
import dev.nightshift.rollout.RolloutState;
import dev.nightshift.tracing.CallerSpan;
import dev.nightshift.tracing.TraceIds;
import dev.nightshift.tracing.Traced;
import dev.nightshift.tracing.Traces;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Watches a rollout by hand and sends its trace when it is over: a span for each phase, in which
 * phases follow each other. Reasons are left out, they may quote what was asked and answered.
 */
final class RolloutTrace implements RolloutListener {
  private final Traces traces;
  private final InstantSource clock;
  private final String kind;
  private final RolloutListener next;
  private final Instant start;
  private final List<Phase> phases = new ArrayList<>();

  private record Phase(String name, Instant start) {}

  /**
   * @param kind deploy, rollback or drill
   * @param next who is told as well
   */
  RolloutTrace(Traces traces, InstantSource clock, String kind, RolloutListener next) {
    this.traces = traces;
    this.clock = clock;
    this.kind = kind;
    this.next = next;
    this.start = clock.instant();
  }

  @Override
  public void on(String phase, String message) {
    synchronized (phases) {
      if (phases.isEmpty() || !phases.getLast().name().equals(phase)) {
        phases.add(new Phase(phase, clock.instant()));
      }
    }
    next.on(phase, message);
  }

  /** Since when it has been going on. */
  Instant start() {
    return start;
  }

  /**
   * It is over.
   *
   * @param recorded when it began by the bookkeeping
   * @param night key of the night that trained the adapter; null for none
   */
  void ended(RolloutResult result, Instant recorded, @Nullable String night) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("nightshift.adapter", result.adapter());
    attributes.put("nightshift.active", result.active());
    attributes.put("nightshift.rollout.started_ms", recorded.toEpochMilli());
    if (result.timings().detection() != null) {
      attributes.put("nightshift.rollout.detection_ms", result.timings().detection());
    }
    if (result.timings().recovery() != null) {
      attributes.put("nightshift.rollout.recovery_ms", result.timings().recovery());
    }
    String state = result.state().name().toLowerCase(Locale.ROOT);
    RolloutState right = kind.equals("deploy") ? RolloutState.ACTIVE : RolloutState.ROLLED_BACK;
    boolean wanted = result.state() == right || result.state() == RolloutState.NOTHING_TO_DO;
    send(
        TraceIds.traceOfRollout(result.adapter(), recorded),
        state,
        wanted ? "" : state,
        attributes,
        night == null ? List.of() : List.of(TraceIds.traceOfNight(night)));
  }

  /** It could not be done; nothing is recorded of some of these, so they have ids of their own. */
  void failed(RuntimeException e) {
    send(
        TraceIds.traceOfRollout(UUID.randomUUID().toString(), start),
        "failed",
        e.getClass().getSimpleName(),
        new LinkedHashMap<>(),
        List.of());
  }

  private void send(
      String trace,
      String state,
      String failed,
      Map<String, Object> attributes,
      List<String> related) {
    Instant now = clock.instant();
    Instant end = now.isBefore(start) ? start : now;
    attributes.put("nightshift.rollout.kind", kind);
    attributes.put("nightshift.state", state);
    traces.send(
        trace,
        new Traced("rollout", start, end, failed, attributes, parts(end)),
        related,
        CallerSpan.current());
  }

  private List<Traced> parts(Instant end) {
    List<Traced> parts = new ArrayList<>();
    synchronized (phases) {
      for (int i = 0; i < phases.size(); i++) {
        Phase phase = phases.get(i);
        Instant until = i + 1 < phases.size() ? phases.get(i + 1).start() : end;
        if (!until.isBefore(phase.start())) {
          parts.add(
              new Traced("rollout " + phase.name(), phase.start(), until, "", Map.of(), List.of()));
        }
      }
    }
    return parts;
  }
}
