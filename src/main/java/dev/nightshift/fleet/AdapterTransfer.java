package dev.nightshift.fleet;

import dev.nightshift.access.NodeTokens;
import dev.nightshift.adapter.AdapterException;
import dev.nightshift.adapter.AdapterManifest;
import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.fleet.FleetException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches adapters from other nodes, over HTTP: {@code GET /fleet/adapters/VERSION/FILE} with a
 * token. What arrives is held against the manifest that the rollout carries, so that a node that
 * gives something else is found out, and published whole or not at all. Nothing is resumed.
 */
public final class AdapterTransfer {
  /** First segment of the path under which nodes give adapters away. */
  public static final String PATH = "/fleet/adapters/";

  private static final Logger log = LoggerFactory.getLogger(AdapterTransfer.class);
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int BUFFER = 1 << 16;

  private final NodeTokens tokens;
  private final long mostBytes;
  private final Duration most;

  /** Transfers within the limits of the settings. */
  public AdapterTransfer(NodeTokens tokens, FleetSettings settings) {
    this.tokens = tokens;
    this.mostBytes = (long) settings.adapterMegabytes() << 20;
    this.most = settings.transferTime();
  }

  /**
   * Fetches an adapter into a store, from the first node that gives it.
   *
   * @throws FleetException TRANSFER when none does, REQUEST when none is asked, for lack of a
   *     secret or for its size; the store is as it was
   */
  public void fetch(AdapterManifest manifest, List<FleetNode> from, AdapterStore store) {
    if (!tokens.usable()) {
      throw new FleetException(
          Code.REQUEST,
          manifest.version()
              + " cannot be fetched: nodes need a secret to know each other by: set"
              + " nightshift.fleet.secret on all of them");
    }
    if (manifest.bytes() > mostBytes) {
      throw new FleetException(
          Code.REQUEST,
          "%s cannot be fetched: it has %d bytes, and nightshift.fleet.adapter-megabytes allows %d"
              .formatted(manifest.version(), manifest.bytes(), mostBytes));
    }
    List<String> troubles = new ArrayList<>();
    for (FleetNode node : from) {
      try {
        fetch(manifest, node, store);
        log.info("{} was fetched from {}", manifest.version(), node.name());
        return;
      } catch (IOException | AdapterException | IllegalArgumentException e) {
        log.debug("{} could not be fetched from {}", manifest.version(), node.name(), e);
        String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        troubles.add(node.name() + " (" + node.url() + "): " + what);
      }
    }
    throw failed(
        manifest, troubles.isEmpty() ? "no other node lives" : String.join("; ", troubles));
  }

  private void fetch(AdapterManifest manifest, FleetNode node, AdapterStore store)
      throws IOException {
    long end = System.nanoTime() + most.toNanos();
    Path staged = store.stage();
    boolean whole = false;
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
      for (AdapterManifest.Part part : manifest.files()) {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (left.isNegative() || left.isZero()) {
          throw new IOException("it took longer than " + most.toSeconds() + " s");
        }
        fetch(http, manifest.version(), part, node, staged, left);
      }
      whole = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FleetException(Code.TRANSFER, "interrupted", e);
    } finally {
      if (!whole) {
        AdapterManifest.discard(staged);
      }
    }
    var _ = manifest.publish(store, staged);
  }

  private void fetch(
      HttpClient http,
      String version,
      AdapterManifest.Part part,
      FleetNode node,
      Path staged,
      Duration left)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(node.url() + PATH + version + "/" + part.name()))
            .header("Authorization", "Bearer " + tokens.of(node.name()))
            .timeout(left)
            .build();
    HttpResponse<InputStream> response =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException(
            "it answered " + response.statusCode() + " for " + part.name() + hint(response));
      }
      // A read of a connection that went silent ends only when the stream is closed under it.
      Executor later = CompletableFuture.delayedExecutor(left.toMillis(), TimeUnit.MILLISECONDS);
      CompletableFuture<Void> alarm = CompletableFuture.runAsync(() -> close(in), later);
      try {
        copy(in, staged.resolve(part.name()), part.bytes());
      } finally {
        boolean _ = alarm.cancel(false);
      }
    }
  }

  private static String hint(HttpResponse<InputStream> response) {
    return switch (response.statusCode()) {
      case 401, 403 -> " (is nightshift.fleet.secret the same there, and are the clocks right?)";
      case 404 -> " (it does not have it)";
      default -> "";
    };
  }

  private static void copy(InputStream in, Path file, long bytes) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      long written = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        written += read;
        if (written > bytes) {
          throw new IOException(file.getFileName() + " has more than the " + bytes + " bytes said");
        }
        out.write(buffer, 0, read);
      }
      if (written < bytes) {
        throw new IOException(
            "%s ended after %d of %d bytes".formatted(file.getFileName(), written, bytes));
      }
    }
  }

  private static void close(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      log.debug("A transfer that took too long could not be closed", e);
    }
  }

  private static FleetException failed(AdapterManifest manifest, String why) {
    return new FleetException(Code.TRANSFER, manifest.version() + " could not be fetched: " + why);
  }
}
