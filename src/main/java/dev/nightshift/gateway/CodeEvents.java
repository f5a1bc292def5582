package dev.nightshift.gateway;

import dev.nightshift.coderuns.AttemptReport;
import dev.nightshift.coderuns.CodeRuns;
import dev.nightshift.coderuns.CodeRunsException;
import dev.nightshift.coderuns.RunNews;
import dev.nightshift.coderuns.RunState;
import dev.nightshift.coderuns.Viewer;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes what comes of a run as server-sent events: {@code state} when that changes, {@code
 * attempt} with its number as the id, {@code ended}. While nothing comes, comments show whether the
 * client is still there; the run goes on without it.
 */
final class CodeEvents {
  private static final Logger LOG = LoggerFactory.getLogger(CodeEvents.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final CodeRuns runs;
  private final String id;
  private final Viewer viewer;
  private final JsonMapper json;
  private final HttpServletResponse response;

  CodeEvents(
      CodeRuns runs, String id, Viewer viewer, JsonMapper json, HttpServletResponse response) {
    this.runs = runs;
    this.id = id;
    this.viewer = viewer;
    this.json = json;
    this.response = response;
  }

  /**
   * Writes until the run is over, or the client is gone.
   *
   * @param last attempt that the client knows
   * @throws CodeRunsException UNKNOWN, before anything is written
   */
  void write(int last) {
    int seen = last;
    RunState known = null;
    try {
      while (known == null || !known.over()) {
        RunNews news = runs.news(id, viewer, seen, known, PATIENCE);
        if (known == null) {
          open();
        }
        tell(news, known);
        seen = Math.max(seen, news.summary().attempts());
        known = news.summary().state();
      }
    } catch (IOException e) {
      LOG.debug("a client went away from run {}: {}", id, e.getMessage());
    } catch (CodeRunsException e) {
      if (known == null) {
        throw e;
      }
      LOG.debug("run {} was forgotten while somebody listened", id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void open() {
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    response.setHeader("X-Accel-Buffering", "no"); // proxies shall not hold events back
  }

  private void tell(RunNews news, @Nullable RunState known) throws IOException {
    RunState now = news.summary().state();
    if (now != known && !now.over()) {
      event("state", "", news.summary());
    }
    for (AttemptReport attempt : news.attempts()) {
      event("attempt", "id: " + attempt.number() + "\n", attempt);
    }
    if (now.over()) {
      event("ended", "", news.summary());
    } else if (now == known && news.attempts().isEmpty()) {
      send(": waiting\n\n");
    }
  }

  private void event(String name, String head, Object data) throws IOException {
    send("event: " + name + "\n" + head + "data: " + json.writeValueAsString(data) + "\n\n");
  }

  private void send(String text) throws IOException {
    OutputStream out = response.getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
