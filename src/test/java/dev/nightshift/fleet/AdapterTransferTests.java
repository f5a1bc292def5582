package dev.nightshift.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nightshift.access.NodeTokens;
import dev.nightshift.adapter.AdapterCheck;
import dev.nightshift.adapter.AdapterFixture;
import dev.nightshift.adapter.AdapterManifest;
import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An adapter goes from one home to another over HTTP, whole or not at all. */
@Timeout(60)
class AdapterTransferTests {
  private static final String SECRET = "a secret of all nodes, of 32 and more characters";
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder;
  private final CountDownLatch released = new CountDownLatch(1);
  private AdapterStore here;
  private AdapterStore there;
  private AdapterVersion version;
  private HttpServer server;
  private volatile Manner manner = Manner.HONEST;

  /** What the other node gives. */
  enum Manner {
    HONEST,
    OTHER_BYTES,
    TOO_MUCH,
    TOO_LITTLE,
    NOTHING,
    SILENT
  }

  @BeforeEach
  void prepare() throws IOException {
    here = new AdapterStore(folder.resolve("here/loras"));
    there = new AdapterStore(folder.resolve("there/loras"));
    version = AdapterFixture.publish(there, 7, NOON);
    Files.writeString(version.directory().resolve("evaluation.json"), "{}");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    server.start();
  }

  @AfterEach
  void stop() {
    released.countDown();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String sent = exchange.getRequestHeaders().getFirst("Authorization");
    String[] path = exchange.getRequestURI().getPath().split("/", -1);
    boolean known = sent != null && tokens().right(sent.replaceFirst("^Bearer ", ""), "b");
    Optional<Path> file = known ? AdapterManifest.file(there, path[3], path[4]) : Optional.empty();
    if (file.isEmpty() || manner == Manner.NOTHING) {
      exchange.sendResponseHeaders(known ? 404 : 401, -1);
      exchange.close();
      return;
    }
    byte[] bytes = Files.readAllBytes(file.get());
    if (manner == Manner.OTHER_BYTES && path[4].equals("adapter.gguf")) {
      bytes[100]++;
    }
    int length = bytes.length;
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(bytes, 0, manner == Manner.TOO_LITTLE ? length - 1 : length);
    if (manner == Manner.TOO_MUCH) {
      exchange.getResponseBody().write(1);
    }
    if (manner == Manner.SILENT) {
      exchange.getResponseBody().flush();
      awaitRelease();
    }
    exchange.close();
  }

  private void awaitRelease() {
    try {
      assertThat(released.await(50, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static NodeTokens tokens() {
    return new NodeTokens(SECRET, InstantSource.fixed(NOON));
  }

  private FleetNode node(String name) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    return new FleetNode(name, url, "1", AdapterFixture.BASE_SHA256, "base", "i", "", NOON, NOON);
  }

  private void fetch(NodeTokens tokens, int megabytes, Duration time, FleetNode... from) {
    FleetSettings d = FleetSettings.defaults();
    FleetSettings settings =
        new FleetSettings(
            "", "", "", d.heartbeat(), d.awayAfter(), d.patience(), 0, 1, megabytes, time);
    new AdapterTransfer(tokens, settings).fetch(AdapterManifest.of(version), List.of(from), here);
  }

  private void fetch() {
    fetch(tokens(), 10, Duration.ofSeconds(30), node("b"));
  }

  private void assertNothingHere() throws IOException {
    try (Stream<Path> entries = Files.list(here.directory())) {
      assertThat(entries).isEmpty();
    }
  }

  @Test
  void whatArrivesIsTheSameAdapter() {
    fetch();
    AdapterVersion arrived = here.find(version.name()).orElseThrow();
    assertThat(new AdapterCheck(AdapterFixture.BASE_SHA256).problems(arrived)).isEmpty();
    assertThat(AdapterManifest.of(arrived)).isEqualTo(AdapterManifest.of(version));
    assertThat(arrived.directory().resolve("evaluation.json")).doesNotExist();
    assertThat(AdapterManifest.parse(AdapterManifest.of(version).json()))
        .isEqualTo(AdapterManifest.of(version));
    fetch();
  }

  @Test
  void whatIsNotWhatWasMeantIsNotKept() throws IOException {
    for (Manner bad :
        List.of(Manner.OTHER_BYTES, Manner.TOO_LITTLE, Manner.TOO_MUCH, Manner.NOTHING)) {
      manner = bad;
      assertThatThrownBy(this::fetch)
          .as(bad.name())
          .isInstanceOf(FleetException.class)
          .hasMessageContaining(version.name() + " could not be fetched: b (http://127.0.0.1:")
          .extracting(e -> ((FleetException) e).code())
          .isEqualTo(FleetException.Code.TRANSFER);
      assertNothingHere();
    }
  }

  @Test
  void aNodeThatGoesSilentIsGivenUp() throws IOException {
    manner = Manner.SILENT;
    assertThatThrownBy(() -> fetch(tokens(), 10, Duration.ofSeconds(1), node("b")))
        .isInstanceOf(FleetException.class);
    assertNothingHere();
  }

  @Test
  void withoutTheSecretOrWithATokenForAnotherNodeNothingIsGiven() throws IOException {
    assertThatThrownBy(() -> fetch(NodeTokens.none(), 10, Duration.ofSeconds(30), node("b")))
        .hasMessageContaining("set nightshift.fleet.secret on all of them");
    assertThatThrownBy(() -> fetch(tokens(), 10, Duration.ofSeconds(30), node("c")))
        .hasMessageContaining("it answered 401 for adapter.gguf");
    assertNothingHere();
    fetch(tokens(), 10, Duration.ofSeconds(30), node("c"), node("b"));
    assertThat(here.versions()).hasSize(1);
  }

  @Test
  void onlyFilesOfAdaptersAreGivenAway() throws IOException {
    Path outside = Files.writeString(there.directory().resolve("secret.json"), "{}");
    assertThat(outside).exists();
    String name = version.name();
    assertThat(AdapterManifest.file(there, name, "adapter.gguf")).isPresent();
    for (String file : List.of("../secret.json", "evaluation.json", "..", "", "secret.json")) {
      assertThat(AdapterManifest.file(there, name, file)).as(file).isEmpty();
    }
    for (String of :
        List.of("..", "current", "base", "", "../loras/" + name, name + "/../" + name)) {
      assertThat(AdapterManifest.file(there, of, "adapter.gguf")).as(of).isEmpty();
    }
  }

  @Test
  void aManifestThatNamesOtherFilesIsNone() {
    String json = AdapterManifest.of(version).json();
    for (String bad :
        List.of(
            json.replace("adapter.gguf", "../adapter.gguf"),
            json.replace("provenance.json", "adapter.gguf"),
            json.replace(version.name(), "../other"),
            "{}",
            "")) {
      assertThatThrownBy(() -> AdapterManifest.parse(bad)).as(bad).isNotNull();
    }
  }

  @Test
  void anAdapterThatIsTooLargeIsNotFetched() {
    AdapterManifest manifest = AdapterManifest.of(version);
    List<AdapterManifest.Part> parts =
        manifest.files().stream()
            .map(part -> new AdapterManifest.Part(part.name(), 1L << 30, part.sha256()))
            .toList();
    AdapterManifest large = new AdapterManifest(manifest.version(), manifest.baseSha256(), parts);
    assertThatThrownBy(
            () ->
                new AdapterTransfer(tokens(), FleetRolloutTests.settings(0, 1))
                    .fetch(large, List.of(node("b")), here))
        .hasMessageContaining("nightshift.fleet.adapter-megabytes allows");
  }

  @Test
  void aFileThatTheManifestDoesNotNameIsFoundOut() throws IOException {
    Path staged = here.stage();
    for (AdapterManifest.Part part : AdapterManifest.of(version).files()) {
      Files.copy(version.directory().resolve(part.name()), staged.resolve(part.name()));
    }
    Files.writeString(staged.resolve("more.json"), "{}");
    assertThatThrownBy(() -> AdapterManifest.of(version).publish(here, staged))
        .hasMessageContaining("should consist of");
    assertThat(staged).doesNotExist();
  }
}
