package dev.nightshift.gguf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * A GGUF v3 file, memory-mapped: metadata and tensor names are read at once, tensor bytes where
 * they are used.
 *
 * <p>Format: ggml-org/ggml, docs/gguf.md. Files of any size are read. A file that is truncated,
 * hostile or of another format is refused with a {@link GgufException}; every count, length and
 * offset is checked before it is used. May be used by several threads; {@link #close()} unmaps the
 * file, after which its tensors must not be touched.
 */
public final class GgufFile implements AutoCloseable {
  private final Path path;
  private final Arena arena;
  private final GgufHeader header;

  private GgufFile(Path path, Arena arena, GgufHeader header) {
    this.path = path;
    this.arena = arena;
    this.header = header;
  }

  /** Maps and checks {@code path}. */
  public static GgufFile open(Path path) {
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment file = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
      return new GgufFile(path, arena, GgufHeader.read(path.toString(), file));
    } catch (NoSuchFileException e) {
      arena.close();
      throw new GgufException(GgufException.Code.UNREADABLE, path + ": there is no such file", e);
    } catch (IOException e) {
      arena.close();
      throw new GgufException(
          GgufException.Code.UNREADABLE, path + ": cannot be read: " + e.getMessage(), e);
    } catch (InternalError e) {
      arena.close();
      throw new GgufException(
          GgufException.Code.UNREADABLE, path + ": was cut while it was being read", e);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  public Path path() {
    return path;
  }

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
