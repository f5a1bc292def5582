package dev.nightshift.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Fetches a model file over HTTP; what stops half-way leaves nothing. */
final class WebDownload {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(60);
  private static final Duration REPLY_LIMIT = Duration.ofSeconds(60);

  private WebDownload() {}

  /** Writes what lies at {@code source} to {@code file} and gives its digest. */
  static String fetch(ModelSource.Web source, Path file, FetchListener listener) {
    URI address = source.address();
    HttpRequest request = HttpRequest.newBuilder(address).timeout(REPLY_LIMIT).build();
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_LIMIT)
            .followRedirects(Redirect.NORMAL)
            .build()) {
      HttpResponse<InputStream> reply = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = new WatchedBody(reply.body(), SILENCE_LIMIT)) {
        if (reply.statusCode() != 200) {
          throw new ModelException(
              ModelException.Code.UNAVAILABLE, address + " answered " + reply.statusCode());
        }
        long total = reply.headers().firstValueAsLong("Content-Length").orElse(0);
        Optional<Long> size = total > 0 ? Optional.of(total) : Optional.empty();
        return new VerifiedFile(size, source.sha256())
            .write(
                body,
                address.toString(),
                file,
                done -> listener.progress("downloading " + file.getFileName(), done, total));
      }
    } catch (IOException e) {
      throw new ModelException(
          ModelException.Code.UNAVAILABLE,
          address + " could not be fetched: " + e + "; nothing was kept",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException(
          ModelException.Code.UNAVAILABLE, "fetching " + address + " was interrupted", e);
    }
  }
}
