package dev.nightshift.serving;

import dev.nightshift.home.AtomicFiles;
import dev.nightshift.model.BaseModel;
import dev.nightshift.model.MergedModel;
import dev.nightshift.model.ModelException;
import dev.nightshift.serving.ServingException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Adapters merged with the base, for servers that take whole models only. A merged file lies on
 * disk until the server has it; its digest is remembered, so that an upload that was cut off begins
 * with the same file and one that succeeded is never repeated.
 *
 * @param base what is served
 * @param directory where the files lie meanwhile
 */
record MergedFiles(BaseModel base, Path directory) {
  private static final int DIGITS = 16;

  /**
   * Brings base and adapter to the server as one file.
   *
   * @param sha256 the adapter file's digest
   * @return the digest under which the server has them
   * @throws ServingException ADAPTER when the adapter does not fit the base, UNAVAILABLE when there
   *     is no room or the server does not take the file
   */
  String bring(ServableAdapter adapter, String sha256, OllamaModels models) {
    String name = base.sha256().substring(0, DIGITS) + "-" + sha256.substring(0, DIGITS);
    Path file = directory.resolve(name + ".gguf");
    Path note = directory.resolve(name + ".sha256");
    try {
      String known = Files.exists(note) ? Files.readString(note).strip() : "";
      if (!known.isEmpty() && models.has(known)) {
        return known;
      }
      String digest = known;
      if (known.isEmpty() || !Files.exists(file)) {
        digest = merge(adapter, file);
        AtomicFiles.writeString(note, digest);
      }
      models.upload(file, digest);
      Files.deleteIfExists(file);
      return digest;
    } catch (IOException e) {
      throw new ServingException(
          Code.UNAVAILABLE, "the merged model cannot be kept in " + directory + ": " + e, e);
    } catch (ServingException e) {
      if (e.code() == Code.ADAPTER) {
        forget(file, note);
      }
      throw e;
    }
  }

  private String merge(ServableAdapter adapter, Path file) throws IOException {
    AtomicFiles.createDirectories(directory);
    long needed = 2 * base.bytes();
    long free = Files.getFileStore(directory).getUsableSpace();
    if (free < needed) {
      throw new ServingException(
          Code.UNAVAILABLE,
          "merging needs %d MB in %s, and %d MB are free"
              .formatted(needed >> 20, directory, free >> 20));
    }
    try {
      return MergedModel.write(base.file(), adapter.gguf(), file);
    } catch (ModelException e) {
      Code code = e.code() == ModelException.Code.IO ? Code.UNAVAILABLE : Code.ADAPTER;
      throw new ServingException(code, String.valueOf(e.getMessage()), e);
    }
  }

  /** The server refused it: whatever is kept may be damaged. */
  private static void forget(Path file, Path note) {
    try {
      Files.deleteIfExists(note);
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new ServingException(Code.UNAVAILABLE, file + " cannot be deleted: " + e, e);
    }
  }
}
