package dev.nightshift.gateway;

import dev.nightshift.asking.AskService;
import dev.nightshift.asking.FeedbackService;
import dev.nightshift.codeloop.QualityMeter;
import dev.nightshift.coderuns.CodeRuns;
import dev.nightshift.coderuns.FakeWorkshop;
import dev.nightshift.coderuns.RunSettings;
import dev.nightshift.embedding.WordEmbedder;
import dev.nightshift.quarantine.FeedbackGate;
import dev.nightshift.serving.ServingSettings;
import dev.nightshift.versions.ProgramVersions;
import dev.nightshift.versions.VersionsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gateway on a free port, over fakes, and a client of it. */
public final class GatewayFixture implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What another node of the fleet would send. */
  static final String NODE_TOKEN = "nsn_of-another-node";

  final FakeModel model = new FakeModel();
  final FakeMemory memory = new FakeMemory();
  final FakeGeneration generation;
  final AtomicReference<HealthPart> database =
      new AtomicReference<>(new HealthPart("database", HealthPart.State.OK, "H2"));
  volatile boolean databaseBroken;
  volatile FeedbackGate gate = FeedbackGate.open();
  final AtomicReference<PipelineTotals.Totals> totals =
      new AtomicReference<>(new PipelineTotals.Totals(3, 47.5, 0.25, 2, 1, 1.5, 0.8, 1, 1048576));
  final FakeWorkshop workshop;
  final CodeRuns runs;
  final Path state;
  final GatewayServer server;
  final ProgramVersions versions;
  private final HttpClient client = HttpClient.newHttpClient();

  /** One run at once, two that wait, three of one user. */
  private static final RunSettings RUNS =
      new RunSettings(1, 2, 3, 1, Duration.ofSeconds(20), 50, Duration.ZERO);

  /** Starts; what commands do is said by {@code commands}. */
  public GatewayFixture(Path state, GatewaySettings settings, CommandRunner commands) {
    this(state, settings, commands, new FakeWorkshop());
  }

  /** The same where programs are written in this workshop. */
  GatewayFixture(
      Path state, GatewaySettings settings, CommandRunner commands, FakeWorkshop workshop) {
    this.state = state;
    this.workshop = workshop;
    InstantSource clock = InstantSource.system();
    this.generation = new FakeGeneration(memory, state.resolve("logs"));
    this.runs = new CodeRuns(RUNS, state.resolve("runs"), workshop, clock);
    this.versions =
        new ProgramVersions(
            state.resolve("code"), VersionsSettings.defaults(), clock, QualityMeter.TEXT);
    GatewayParts parts =
        new GatewayParts(
            model,
            memory,
            new WordEmbedder(),
            new AskService(model, memory, new FakeAugmenter(), ServingSettings.defaults(), clock),
            new FeedbackService(memory, said -> gate.consider(said), clock),
            generation.parts,
            runs,
            versions,
            () -> "{\"active_adapter\":\"adapter_1\",\"exchanges\":7}",
            totals::get,
            commands,
            Map.of("database", this::database));
    server =
        GatewayServer.start(
            settings, state, parts, List.of(FleetRoutes.of(fleet())), NODE_TOKEN::equals);
  }

  /** A node among others that gives one file away. */
  private FleetSource fleet() {
    return new FleetSource() {
      @Override
      public String nodes() {
        return "{\"nodes\":[{\"name\":\"a\"}]}";
      }

      @Override
      public Optional<Path> file(String version, String name) {
        return Optional.of(state.resolve("travelling")).filter(file -> name.equals("it"));
      }
    };
  }

  private HealthPart database() {
    if (databaseBroken) {
      throw new IllegalStateException("no route to it");
    }
    return database.get();
  }

  /** Settings of a gateway on a free loopback port. */
  public static GatewaySettings anyPort() {
    return GatewaySettings.at("127.0.0.1", 0, "");
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** The body of an answer that is not read yet; closing it closes the connection. */
  InputStream stream(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofInputStream()).body();
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return send(posting(path, body));
  }

  HttpRequest.Builder posting(String path, String body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  String opsToken() {
    return ServerFile.find(state).orElseThrow().token();
  }

  /** What reads the bodies of requests. */
  JsonMapper reader() {
    return server.context().getBean(JsonMapper.class);
  }

  static JsonNode json(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }

  @Override
  public void close() {
    runs.close();
    server.close();
    client.close();
  }
}
