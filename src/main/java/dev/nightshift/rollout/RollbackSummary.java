package dev.nightshift.rollout;

import dev.nightshift.home.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What operators read after a rollback, {@code rollback_summary.json}.
 *
 * @param cause why, in a word
 * @param reason why, in words
 * @param from the version taken back
 * @param to the version that answers again, or {@code base}
 * @param proven whether it was proven live
 * @param startedAt when the rollout began
 * @param detectedAt when the verdict fell
 * @param recoveredAt when the previous version answered again
 * @param detectionMs from the swap to the verdict; null when there was no swap of ours
 * @param recoveryMs from the verdict to the proof
 * @param watched what was seen; null if nothing was
 */
record RollbackSummary(
    RolloutCause cause,
    String reason,
    String from,
    String to,
    boolean proven,
    Instant startedAt,
    Instant detectedAt,
    Instant recoveredAt,
    @Nullable Long detectionMs,
    long recoveryMs,
    @Nullable WatchSummary watched) {
  static final String FILE = "rollback_summary.json";

  void write(Path folder) throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("cause", cause.name());
    fields.put("reason", reason);
    fields.put("from", from);
    fields.put("to", to);
    fields.put("proven_live", proven);
    fields.put("started_at", startedAt.toString());
    fields.put("detected_at", detectedAt.toString());
    fields.put("recovered_at", recoveredAt.toString());
    fields.put("detection_ms", detectionMs);
    fields.put("recovery_ms", recoveryMs);
    if (watched != null) {
      fields.put("probes", watched.probes());
      fields.put("judged", watched.judged());
      fields.put("succeeded", watched.succeeded());
      fields.put("success_share", watched.successShare());
      fields.put("errors", watched.errors());
      fields.put("live_requests", watched.live());
      fields.put("p95_ms", watched.p95Millis());
      fields.put("baseline_p95_ms", watched.baselineP95Millis());
    }
    AtomicFiles.writeString(
        folder.resolve(FILE),
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(fields));
  }
}
