package dev.nightshift.adapter;

import dev.nightshift.adapter.AdapterException.Code;
import dev.nightshift.home.AtomicFiles;
import dev.nightshift.home.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an adapter consists of when it goes from one home to another: the files that never change,
 * each with its size and digest. Records about it, such as {@code evaluation.json}, stay behind.
 *
 * @param version name of the adapter
 * @param baseSha256 digest of the base that it was trained on, empty when it does not say
 * @param files what it consists of
 */
public record AdapterManifest(String version, String baseSha256, List<Part> files) {
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
  private static final List<String> TRAVELLING =
      Stream.concat(AdapterFiles.REQUIRED.stream(), Stream.of("scope.json", "training_report.json"))
          .toList();

  /**
   * One file.
   *
   * @param name without a folder
   * @param bytes its size
   * @param sha256 its digest, lower-case hex
   */
  public record Part(String name, long bytes, String sha256) {
    public Part {
      if (!TRAVELLING.contains(name)) {
        throw new IllegalArgumentException("\"" + name + "\" is no file of an adapter");
      }
      if (bytes < 0 || !sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException(name + " needs a size and a SHA-256 digest");
      }
    }
  }

  public AdapterManifest {
    files = List.copyOf(files);
    if (!AdapterNames.isVersion(version)) {
      throw new IllegalArgumentException("\"" + version + "\" is no name of an adapter");
    }
    Set<String> names = new HashSet<>(files.stream().map(Part::name).toList());
    if (names.size() < files.size() || !names.containsAll(AdapterFiles.REQUIRED)) {
      throw new IllegalArgumentException(
          version + " must have each of " + AdapterFiles.REQUIRED + " once; it has " + names);
    }
  }

  /**
   * What a published adapter consists of.
   *
   * @throws AdapterException INVALID when a file is missing, STORAGE when one cannot be read
   */
  public static AdapterManifest of(AdapterVersion version) {
    try {
      List<Part> parts = new ArrayList<>();
      for (String name : TRAVELLING) {
        Path file = version.directory().resolve(name);
        if (Files.isRegularFile(file)) {
          parts.add(new Part(name, Files.size(file), FileDigest.sha256(file)));
        }
      }
      String base =
          JSON.readTree(Files.readAllBytes(version.provenance()))
              .path(AdapterCheck.BASE_SHA256)
              .asString("");
      return new AdapterManifest(version.name(), base, parts);
    } catch (IllegalArgumentException | JacksonException e) {
      throw new AdapterException(
          Code.INVALID, version.name() + " cannot be passed on: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new AdapterException(Code.STORAGE, "cannot read " + version.directory(), e);
    }
  }

  /** Reads what {@link #json} wrote. */
  public static AdapterManifest parse(String json) {
    try {
      return JSON.readValue(json, AdapterManifest.class);
    } catch (JacksonException e) {
      throw new AdapterException(
          Code.INVALID, "not the manifest of an adapter: " + e.getOriginalMessage(), e);
    }
  }

  /** As JSON. */
  public String json() {
    return JSON.writeValueAsString(this);
  }

  /** Size of all files together. */
  public long bytes() {
    return files.stream().mapToLong(Part::bytes).sum();
  }

  /**
   * A file of a published adapter that may be given away; empty for any other name, whatever it is.
   */
  public static Optional<Path> file(AdapterStore store, String version, String name) {
    if (!AdapterNames.isVersion(version) || !TRAVELLING.contains(name)) {
      return Optional.empty();
    }
    return store
        .find(version)
        .map(found -> found.directory().resolve(name))
        .filter(Files::isRegularFile);
  }

  /**
   * Publishes a staged folder as this adapter, whole or not at all; {@code latest} stays. One that
   * is there already is kept, and the folder removed.
   *
   * @param staged from {@link AdapterStore#stage}; removed when it is not what it should be
   * @throws AdapterException INVALID when a file is not the one that is meant, STORAGE when the
   *     disk fails
   */
  public AdapterVersion publish(AdapterStore store, Path staged) {
    Path target = store.directory().resolve(version);
    try {
      if (!Files.isDirectory(target)) {
        verify(staged);
        AtomicFiles.publishDirectory(staged, target);
        Staging.release(staged);
      } else {
        Staging.delete(staged);
      }
      return new AdapterVersion(version, target);
    } catch (IOException e) {
      discard(staged);
      throw new AdapterException(Code.STORAGE, "cannot publish " + staged + " to " + target, e);
    } catch (AdapterException e) {
      discard(staged);
      throw e;
    }
  }

  /** Removes a staged folder that will not be published; what cannot be removed goes at a start. */
  public static void discard(Path staged) {
    try {
      Staging.delete(staged);
    } catch (IOException e) {
      Staging.release(staged);
    }
  }

  private void verify(Path staged) throws IOException {
    try (Stream<Path> entries = Files.list(staged)) {
      Set<String> there = new HashSet<>(entries.map(e -> e.getFileName().toString()).toList());
      Set<String> meant = new HashSet<>(files.stream().map(Part::name).toList());
      if (!there.equals(meant)) {
        throw new AdapterException(
            Code.INVALID, version + " should consist of " + meant + ", not of " + there);
      }
    }
    for (Part part : files) {
      Path file = staged.resolve(part.name());
      String digest = FileDigest.sha256(file);
      if (Files.size(file) != part.bytes() || !digest.equals(part.sha256())) {
        throw new AdapterException(
            Code.INVALID,
            "%s of %s has %d bytes and the digest %s instead of %d and %s"
                .formatted(
                    part.name(), version, Files.size(file), digest, part.bytes(), part.sha256()));
      }
    }
  }
}
