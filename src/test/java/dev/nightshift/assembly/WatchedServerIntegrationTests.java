package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.gateway.ServerFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody has a page of the console open when the server is stopped. */
class WatchedServerIntegrationTests {
  @Test
  void a_server_that_stops_ends_what_is_only_looked_at_and_does_not_cut_it_off(@TempDir Path home)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      InputStream events;
      try (RunningServer server =
          new RunningServer(home, Map.of("nightshift.gateway.timeouts.drain", "20s"))) {
        String token = ServerFile.find(home.resolve("state")).orElseThrow().token();
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(server.url() + "/console/nights/events"))
                .header("Authorization", "Bearer " + token)
                .build();
        events = client.send(request, BodyHandlers.ofInputStream()).body();
        byte[] first = events.readNBytes("event:change\n".length());
        assertThat(new String(first, StandardCharsets.UTF_8)).isEqualTo("event:change\n");
      }

      // Cut off, it would throw: the last piece of a chunked body would be missing.
      assertThat(new String(events.readAllBytes(), StandardCharsets.UTF_8)).contains("data:idle");
    }
  }
}
