package dev.nightshift.state;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL of its own, on a free loopback port, with an empty database; or the one whose
 * JDBC URL {@code NIGHTSHIFT_TEST_POSTGRES} names. Uses the installed binaries (Debian's package
 * {@code postgresql}); as root it runs them as the user {@code postgres}, since PostgreSQL refuses
 * root. Where there are none, the test is skipped and says so.
 */
public final class PostgresServer implements AutoCloseable {
  private static final String GIVEN = "NIGHTSHIFT_TEST_POSTGRES";
  private static final Duration START = Duration.ofSeconds(60);

  private static @Nullable Path cluster;

  private final String url;
  private final @Nullable Process process;
  private final @Nullable Path directory;

  private PostgresServer(String url, @Nullable Process process, @Nullable Path directory) {
    this.url = url;
    this.process = process;
    this.directory = directory;
  }

  /** Starts one, or skips the test that asks for it. */
  public static PostgresServer start() throws IOException, InterruptedException {
    return start(false);
  }

  /** The same with every commit synced to the disk, for benchmarks. */
  public static PostgresServer startDurable() throws IOException, InterruptedException {
    return start(true);
  }

  private static PostgresServer start(boolean durable) throws IOException, InterruptedException {
    String given = System.getenv(GIVEN);
    if (given != null && !given.isBlank()) {
      return new PostgresServer(given, null, null);
    }
    Optional<Path> binaries = binaries();
    if (binaries.isEmpty()) {
      return skip("no PostgreSQL is installed here (/usr/lib/postgresql/*/bin)");
    }
    boolean root = "root".equals(System.getProperty("user.name"));
    if (root && run(List.of("id", "postgres")) != 0) {
      return skip("PostgreSQL refuses to run as root, and there is no user postgres");
    }
    return start(binaries.get(), root ? asPostgres() : List.of(), durable);
  }

  private static PostgresServer skip(String why) {
    String told =
        "SKIPPED: the tests on PostgreSQL: "
            + why
            + "; install the package postgresql, or set "
            + GIVEN
            + " to the JDBC URL of an empty database";
    System.err.println(told);
    return abort(told);
  }

  private static PostgresServer start(Path binaries, List<String> as, boolean durable)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("nightshift-postgres-");
    if (!as.isEmpty()) {
      must(List.of("chown", "postgres", directory.toString()));
    }
    String data = directory.resolve("data").toString();
    must(List.of("cp", "-a", cluster(binaries, as).toString(), data));
    int port = freePort();
    Process process =
        new ProcessBuilder(
                joined(
                    as,
                    List.of(
                        binaries.resolve("postgres").toString(),
                        "-D",
                        data,
                        "-p",
                        String.valueOf(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        durable ? "fsync=on" : "fsync=off")))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=nightshift";
    PostgresServer server = new PostgresServer(url, process, directory);
    server.awaitReady();
    return server;
  }

  /** An empty cluster to copy, made once: that takes longer than all else of a start. */
  private static synchronized Path cluster(Path binaries, List<String> as)
      throws IOException, InterruptedException {
    if (cluster == null) {
      Path directory = Files.createTempDirectory("nightshift-cluster-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
      if (!as.isEmpty()) {
        must(List.of("chown", "postgres", directory.toString()));
      }
      Path made = directory.resolve("data");
      String initdb = binaries.resolve("initdb").toString();
      String data = made.toString();
      must(joined(as, List.of(initdb, "-D", data, "-U", "nightshift", "-A", "trust", "--no-sync")));
      cluster = made;
    }
    return cluster;
  }

  private void awaitReady() throws InterruptedException {
    Instant end = Instant.now().plus(START);
    while (true) {
      try {
        DriverManager.getConnection(url).close();
        return;
      } catch (SQLException e) {
        if (Instant.now().isAfter(end) || (process != null && !process.isAlive())) {
          close();
          throw new IllegalStateException("PostgreSQL did not start: " + e.getMessage(), e);
        }
        Thread.sleep(50);
      }
    }
  }

  /** JDBC URL of the empty database. */
  public String url() {
    return url;
  }

  /** Settings of a state database on it. */
  public StateSettings settings() {
    return StateSettings.at(url);
  }

  /** The newest installed version's programs. */
  private static Optional<Path> binaries() throws IOException {
    Path versions = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(versions)) {
      return Optional.empty();
    }
    try (Stream<Path> found = Files.list(versions)) {
      return found
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
          .max(Comparator.naturalOrder());
    }
  }

  /** Becomes the user and then the program: a signal reaches the server itself. */
  private static List<String> asPostgres() {
    return List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static void must(List<String> command) throws IOException, InterruptedException {
    if (run(command) != 0) {
      throw new IllegalStateException("failed: " + String.join(" ", command));
    }
  }

  private static int run(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .directory(Path.of("/").toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Stops the server and removes its files. */
  @Override
  public void close() {
    if (process != null) {
      process.destroy();
      try {
        if (!process.waitFor(20, SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
    if (directory != null) {
      delete(directory);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> inside = Files.walk(directory)) {
      for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      System.err.println("left behind: " + directory + ": " + e);
    }
  }
}
