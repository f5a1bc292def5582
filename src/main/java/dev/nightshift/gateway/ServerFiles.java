package dev.nightshift.gateway;

import dev.nightshift.home.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Writes, reads and removes {@code server.json}; only its owner may read it. */
final class ServerFiles {
  private static final Logger LOG = LoggerFactory.getLogger(ServerFiles.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ServerFiles() {}

  static Path in(Path stateDirectory) {
    return stateDirectory.resolve("server.json");
  }

  static void write(Path file, ServerFile content) throws IOException {
    AtomicFiles.writePrivate(file, JSON.writeValueAsBytes(content));
  }

  static Optional<ServerFile> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), ServerFile.class));
    } catch (IOException | JacksonException e) {
      LOG.warn("{} cannot be read, so no server is taken to run: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  /** Removes the file if it is still this server's; another one may have started since. */
  static void remove(Path file, ServerFile own) throws IOException {
    if (read(file).filter(own::equals).isPresent()) {
      Files.deleteIfExists(file);
    }
  }
}
