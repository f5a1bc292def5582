package dev.nightshift.gateway;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a command reaches the running server of a home; the content of {@code state/server.json}.
 *
 * @param url base address, such as {@code http://127.0.0.1:8000}
 * @param port it listens on
 * @param token bearer token for {@code /ops}, fresh for each start
 * @param pid of the server's process
 */
public record ServerFile(String url, int port, String token, long pid) {
  /** The server of a home, if its process is alive; an unreadable or stale file is no server. */
  public static Optional<ServerFile> find(Path stateDirectory) {
    return ServerFiles.read(ServerFiles.in(stateDirectory)).filter(ServerFile::alive);
  }

  private boolean alive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "ServerFile[url=" + url + ", pid=" + pid + "]";
  }
}
