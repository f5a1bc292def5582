package dev.nightshift.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a command reaches the running server of a home; the content of {@code state/server.json}.
 *
 * @param url base address, such as {@code http://127.0.0.1:8000}
 * @param port it listens on
 * @param token bearer token for {@code /ops}, fresh for each start
 * @param pid of the server's process
 * @param started when that process started, if the system tells; a pid alone may be used again
 */
public record ServerFile(String url, int port, String token, long pid, @Nullable Instant started) {
  private static final Duration CLOCK_NOISE = Duration.ofSeconds(2);

  /** The server of a home, if its process is alive; an unreadable or stale file is no server. */
  public static Optional<ServerFile> find(Path stateDirectory) {
    return ServerFiles.read(ServerFiles.in(stateDirectory)).filter(ServerFile::alive);
  }

  private boolean alive() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(this::isTheOne).orElse(false);
  }

  private boolean isTheOne(ProcessHandle process) {
    Optional<Instant> other = process.info().startInstant();
    return started == null
        || other.isEmpty()
        || Duration.between(started, other.get()).abs().compareTo(CLOCK_NOISE) <= 0;
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "ServerFile[url=" + url + ", pid=" + pid + "]";
  }
}
