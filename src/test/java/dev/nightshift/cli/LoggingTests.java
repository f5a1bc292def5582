package dev.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.nightshift.nightly.RunLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LoggingTests {
  @TempDir Path directory;

  @AfterEach
  void asBefore() {
    System.clearProperty("nightshift.log.level");
    System.clearProperty("nightshift.log.format");
  }

  /** What the program's own configuration prints of one warning. */
  private static String printed(String message) throws JoranException {
    PrintStream before = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(MDC.getMDCAdapter());
    try (PrintStream out = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      System.setErr(out);
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(
          Objects.requireNonNull(LoggingTests.class.getResource("/logback.xml")));
      context.getLogger("dev.nightshift.some").warn("{}", message);
    } finally {
      System.setErr(before);
      context.stop();
    }
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void lines_are_for_people_unless_json_is_asked_for() throws JoranException {
    Logging.configure(false, Map.of());
    assertThat(printed("two\nlines")).contains("WARN").contains("two\nlines");
  }

  @Test
  void json_is_one_object_a_line_that_names_the_run() throws JoranException {
    Logging.configure(false, Map.of("NIGHTSHIFT_LOG_FORMAT", "json"));
    String inRun;
    try (RunLog _ = RunLog.open(directory, "nightly", Instant.parse("2026-11-22T02:00:00Z"))) {
      inRun = printed("two\nlines \"quoted\"");
    }
    String after = printed("later");

    assertThat(inRun.strip().lines()).hasSize(1);
    JsonNode line = JsonMapper.shared().readTree(inRun);
    assertThat(line.path("formattedMessage").asString()).isEqualTo("two\nlines \"quoted\"");
    assertThat(line.path("level").asString()).isEqualTo("WARN");
    assertThat(line.path("timestamp").asLong()).isPositive();
    assertThat(line.path("mdc").path("run").asString()).isEqualTo("nightly_20261122T020000Z");
    assertThat(after).doesNotContain("nightly_2026");
  }

  @Test
  void another_format_is_refused_with_what_is_allowed() {
    assertThatThrownBy(() -> Logging.configure(false, Map.of("NIGHTSHIFT_LOG_FORMAT", "xml")))
        .hasMessageContaining("text or json");
  }
}
