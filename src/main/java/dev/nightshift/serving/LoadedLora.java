package dev.nightshift.serving;

import dev.nightshift.home.FileDigest;
import dev.nightshift.serving.LlamaServer.Lora;
import dev.nightshift.serving.ServingException.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An adapter among the LoRA files that a llama-server was started with. Files cannot be added to a
 * running server.
 *
 * @param path the file as the server names it
 */
record LoadedLora(LlamaServer server, ServableAdapter adapter, String path) {
  /** Looks an adapter up among what the server has; empty when it was started without. */
  static Optional<LoadedLora> find(LlamaServer server, ServableAdapter adapter) {
    return server.loras().stream()
        .filter(lora -> is(adapter, lora))
        .findFirst()
        .map(lora -> new LoadedLora(server, adapter, lora.path()));
  }

  /**
   * The number that the server has for it now.
   *
   * @throws ServingException UNAVAILABLE when it was started again without the file
   */
  int requireId() {
    return server.loras().stream()
        .filter(lora -> lora.path().equals(path))
        .findFirst()
        .map(Lora::id)
        .orElseThrow(() -> missing(server, List.of(adapter)));
  }

  /** That adapters are not loaded, and what to do about it. */
  static ServingException missing(LlamaServer server, List<ServableAdapter> adapters) {
    StringBuilder options = new StringBuilder();
    adapters.forEach(adapter -> options.append("--lora ").append(adapter.gguf()).append(' '));
    return new ServingException(
        Code.UNAVAILABLE,
        "%s has not loaded %s; start it again with: %s--lora-init-without-apply"
            .formatted(server.named(), adapters.getFirst().version(), options));
  }

  /**
   * Whether a file of the server is this adapter. By its place in the store, in which a version is
   * never changed, also where that is on another machine; otherwise by its content, unless the path
   * goes through a link, which may have meant another file when the server was started.
   */
  private static boolean is(ServableAdapter adapter, Lora lora) {
    Path own = adapter.gguf();
    try {
      Path theirs = Path.of(lora.path()).normalize();
      if (theirs.endsWith(Path.of(adapter.version()).resolve(own.getFileName()))) {
        return !Files.exists(theirs) || sameContent(own, theirs);
      }
      return theirs.isAbsolute()
          && Files.exists(theirs)
          && theirs.toRealPath().equals(theirs)
          && sameContent(own, theirs);
    } catch (InvalidPathException e) {
      return false; // a file of another operating system
    } catch (IOException | UncheckedIOException e) {
      throw new ServingException(
          Code.ADAPTER, adapter.version() + " cannot be read from " + own + ": " + e, e);
    }
  }

  private static boolean sameContent(Path own, Path theirs) throws IOException {
    return Files.isSameFile(own, theirs)
        || (Files.size(own) == Files.size(theirs)
            && FileDigest.sha256(own).equals(FileDigest.sha256(theirs)));
  }
}
