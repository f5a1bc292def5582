package dev.nightshift.gguf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A GGUF file, memory-mapped: metadata and tensor names are read at once, tensor bytes where they
 * are used. A model that is split into several files is read as one by the name of the first.
 *
 * <p>Format: ggml-org/ggml, docs/gguf.md, versions 2 and 3. Files of any size are read. A file that
 * is truncated, hostile or of another format is refused with a {@link GgufException}; every count,
 * length and offset is checked before it is used. May be used by several threads; {@link #close()}
 * unmaps the file, after which its tensors must not be touched.
 */
public final class GgufFile implements AutoCloseable {
  private static final String SPLIT_COUNT = "split.count";
  private static final String SPLIT_NUMBER = "split.no";
  private static final String SPLIT_TENSORS = "split.tensors.count";

  private final Path path;
  private final Arena arena;
  private final GgufHeader header;

  private GgufFile(Path path, Arena arena, GgufHeader header) {
    this.path = path;
    this.arena = arena;
    this.header = header;
  }

  /**
   * Maps and checks {@code path}, and the other parts if it is the first of several.
   *
   * @throws GgufException saying what is wrong with which file
   */
  public static GgufFile open(Path path) {
    Arena arena = Arena.ofShared();
    try {
      GgufHeader first = map(path, arena);
      long count = first.metadata().uint(SPLIT_COUNT, 1);
      return new GgufFile(path, arena, count > 1 ? joined(path, arena, first, count) : first);
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  private static GgufHeader map(Path path, Arena arena) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment file = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
      return GgufHeader.read(path.toString(), file);
    } catch (NoSuchFileException e) {
      throw new GgufException(GgufException.Code.UNREADABLE, path + ": there is no such file", e);
    } catch (IOException e) {
      throw new GgufException(
          GgufException.Code.UNREADABLE, path + ": cannot be read: " + e.getMessage(), e);
    } catch (InternalError e) {
      throw new GgufException(
          GgufException.Code.UNREADABLE, path + ": was cut while it was being read", e);
    }
  }

  /** The first part's metadata with the tensors of all. */
  private static GgufHeader joined(Path path, Arena arena, GgufHeader first, long count) {
    List<Path> parts = GgufParts.of(path);
    if (parts.size() != count || first.metadata().uint(SPLIT_NUMBER, 0) != 0) {
      throw malformed(
          path,
          "is part %d of a model in %d files; give the first, NAME-00001-of-%05d.gguf, and keep"
                  .formatted(first.metadata().uint(SPLIT_NUMBER, 0) + 1, count, count)
              + " the others beside it under the names that they had");
    }
    Map<String, GgufTensor> tensors = new LinkedHashMap<>(first.tensors());
    for (int part = 1; part < parts.size(); part++) {
      Path file = parts.get(part);
      GgufHeader header = map(file, arena);
      if (header.metadata().uint(SPLIT_NUMBER, -1) != part
          || header.metadata().uint(SPLIT_COUNT, -1) != count) {
        throw malformed(file, "is not part %d of %d of its model".formatted(part + 1, count));
      }
      for (GgufTensor tensor : header.tensors().values()) {
        if (tensors.put(tensor.name(), tensor) != null) {
          throw malformed(
              file, "holds the tensor '" + tensor.name() + "', which an earlier part holds too");
        }
      }
    }
    long announced = first.metadata().uint(SPLIT_TENSORS, tensors.size());
    if (announced != tensors.size()) {
      throw malformed(
          path,
          "announces %d tensors, but its %d parts hold %d"
              .formatted(announced, count, tensors.size()));
    }
    return new GgufHeader(first.metadata(), Collections.unmodifiableMap(tensors));
  }

  private static GgufException malformed(Path path, String why) {
    return new GgufException(GgufException.Code.MALFORMED, path + ": " + why);
  }

  /** The file, or the first part of several. */
  public Path path() {
    return path;
  }

  /** All pairs; those of the first part where there are several. */
  public Metadata metadata() {
    return header.metadata();
  }

  /** All tensors by name, in the file's order. */
  public Map<String, GgufTensor> tensors() {
    return header.tensors();
  }

  /**
   * The tensor {@code name}; {@link GgufException} with code {@code MISSING} when there is none.
   */
  public GgufTensor tensor(String name) {
    GgufTensor tensor = header.tensors().get(name);
    if (tensor == null) {
      throw new GgufException(
          GgufException.Code.MISSING, path + ": the tensor '" + name + "' is missing");
    }
    return tensor;
  }

  @Override
  public void close() {
    arena.close();
  }
}
