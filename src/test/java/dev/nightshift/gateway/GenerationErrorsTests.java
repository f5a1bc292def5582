package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class GenerationErrorsTests {
  private final ch.qos.logback.classic.Logger ours =
      ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("dev.nightshift.gateway");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @TempDir Path root;

  @SuppressWarnings("NullAway.Init")
  private GatewayFixture gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = new GatewayFixture(root, GatewayFixture.anyPort(), (command, body, lines) -> {});
    lines.start();
    ours.addAppender(lines);
  }

  @AfterEach
  void stop() {
    ours.detachAppender(lines);
    gateway.close();
  }

  @Test
  void an_invalid_answer_is_a_line_of_the_log_that_says_what_is_wrong_with_which()
      throws Exception {
    for (String route : new String[] {"/generate/phi3/", "/propose_trade_adjustments/"}) {
      gateway.generation.phi3.says(FakeGeneration.INVALID);
      lines.list.clear();
      HttpResponse<String> response = gateway.post(route, "{\"prompt\":\"Move it.\"}");

      assertThat(response.statusCode()).as(response.body()).isGreaterThanOrEqualTo(500);
      assertThat(lines.list)
          .filteredOn(line -> line.getLevel() == Level.WARN)
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line.getThrowableProxy()).isNull();
                assertThat(line.getFormattedMessage()).contains("/confidence", "rationale");
              });
    }
  }
}
