package dev.nightshift.gguf;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands before the tensor data of a GGUF file, checked against the file's size. */
record GgufHeader(Metadata metadata, Map<String, GgufTensor> tensors) {
  static final int MAGIC = 0x46554747;
  static final int VERSION = 3;
  static final int DEFAULT_ALIGNMENT = 32;
  static final String ALIGNMENT_KEY = "general.alignment";
  private static final int MOST_TENSORS = 65_536;
  private static final int LONGEST_NAME = 1_024;
  private static final int MOST_DIMENSIONS = 4;
  private static final int LARGEST_ALIGNMENT = 1 << 20;
  private static final long MOST_HEADER_BYTES = 256L << 20;
  private static final int OLDEST_VERSION = 2;

  /**
   * A tensor as the header announces it: its bytes begin {@code offset} after the start of the
   * data.
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Announced(String name, GgufType type, long[] shape, long bytes, long offset) {}

  static GgufHeader read(String source, MemorySegment file) {
    GgufCursor cursor = new GgufCursor(source, file, MOST_HEADER_BYTES);
    checkMagic(source, cursor);
    int tensorCount = cursor.count("the number of tensors", 24, MOST_TENSORS);
    int pairCount = cursor.count("the number of metadata pairs", 13, MetadataReader.MOST_PAIRS);
    Metadata metadata = new Metadata(source, new MetadataReader(cursor).read(pairCount));
    List<Announced> announced = new ArrayList<>(tensorCount);
    for (int i = 0; i < tensorCount; i++) {
      announced.add(tensorInfo(source, cursor, i));
    }
    refuseOverlaps(cursor, announced);
    long alignment = alignment(cursor, metadata);
    long dataStart = Math.ceilDiv(cursor.position(), alignment) * alignment;
    Map<String, GgufTensor> tensors = new LinkedHashMap<>();
    for (Announced tensor : announced) {
      if (tensor.offset() % alignment != 0) {
        throw cursor.malformed(
            "the tensor '%s' begins at offset %d, which is not a multiple of the alignment %d"
                .formatted(tensor.name(), tensor.offset(), alignment));
      }
      MemorySegment data = slice(source, file, dataStart, tensor);
      GgufTensor read = new GgufTensor(tensor.name(), tensor.type(), tensor.shape(), data);
      if (tensors.put(tensor.name(), read) != null) {
        throw cursor.malformed("the tensor '" + tensor.name() + "' stands twice");
      }
    }
    return new GgufHeader(metadata, Collections.unmodifiableMap(tensors));
  }

  private static void checkMagic(String source, GgufCursor cursor) {
    if (cursor.remaining() < 4 || cursor.int32("the magic") != MAGIC) {
      throw new GgufException(
          GgufException.Code.NOT_GGUF,
          source + ": is not a GGUF file (it does not begin with 'GGUF')");
    }
    int version = cursor.int32("the version");
    if (version < OLDEST_VERSION || version > VERSION) {
      boolean bigEndian = Integer.reverseBytes(version) == VERSION;
      throw new GgufException(
          GgufException.Code.NOT_GGUF,
          bigEndian
              ? source + ": is a big-endian GGUF file; only little-endian ones can be read"
              : source
                  + ": is GGUF version "
                  + Integer.toUnsignedString(version)
                  + "; only 2 and 3 can be read: convert the model anew");
    }
  }

  private static Announced tensorInfo(String source, GgufCursor cursor, int index) {
    String name = cursor.name("the name of tensor " + index, LONGEST_NAME);
    String what = "the tensor '" + name + "'";
    int dimensions = cursor.int32("the dimensions of " + what);
    if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
      throw cursor.malformed(
          what
              + " has "
              + Integer.toUnsignedString(dimensions)
              + " dimensions instead of 1 to "
              + MOST_DIMENSIONS);
    }
    long[] shape = new long[dimensions];
    long elements = 1;
    for (int i = 0; i < dimensions; i++) {
      shape[i] = cursor.int64("the shape of " + what);
      if (shape[i] < 1 || shape[i] > (1L << 40) / elements) {
        throw cursor.malformed(
            what
                + " has dimension "
                + i
                + " of "
                + Long.toUnsignedString(shape[i])
                + ", which is impossible");
      }
      elements *= shape[i];
    }
    GgufType type = type(source, what, cursor.int32("the type of " + what));
    if (shape[0] % type.blockValues() != 0) {
      throw cursor.malformed(
          "%s has rows of %d, not a multiple of the %d in a block of %s"
              .formatted(what, shape[0], type.blockValues(), type));
    }
    return new Announced(
        name, type, shape, type.bytes(elements), cursor.int64("the offset of " + what));
  }

  private static GgufType type(String source, String what, int id) {
    return GgufType.ofId(id)
        .orElseThrow(
            () ->
                new GgufException(
                    GgufException.Code.UNSUPPORTED_TYPE,
                    "%s: %s has the unknown type %s; %s"
                        .formatted(
                            source, what, Integer.toUnsignedString(id), GgufType.USE_ANOTHER)));
  }

  /** Two tensors over the same bytes are never meant. */
  private static void refuseOverlaps(GgufCursor cursor, List<Announced> announced) {
    List<Announced> sorted = new ArrayList<>(announced);
    sorted.sort(Comparator.comparingLong(Announced::offset));
    for (int i = 1; i < sorted.size(); i++) {
      Announced before = sorted.get(i - 1);
      Announced tensor = sorted.get(i);
      if (tensor.offset() - before.offset() < before.bytes()) {
        throw cursor.malformed(
            "the tensors '%s' and '%s' overlap".formatted(before.name(), tensor.name()));
      }
    }
  }

  private static long alignment(GgufCursor cursor, Metadata metadata) {
    long alignment = metadata.uint(ALIGNMENT_KEY, DEFAULT_ALIGNMENT);
    if (alignment < 1 || alignment > LARGEST_ALIGNMENT || Long.bitCount(alignment) != 1) {
      throw cursor.malformed(
          "the alignment " + alignment + " is not a power of two up to " + LARGEST_ALIGNMENT);
    }
    return alignment;
  }

  private static MemorySegment slice(
      String source, MemorySegment file, long dataStart, Announced tensor) {
    long room = file.byteSize() - dataStart;
    if (tensor.offset() < 0 || tensor.offset() > room || tensor.bytes() > room - tensor.offset()) {
      throw new GgufException(
          GgufException.Code.TRUNCATED,
          "%s: the tensor '%s' takes %d bytes from byte %s of the data, but there are only %d"
              .formatted(
                  source,
                  tensor.name(),
                  tensor.bytes(),
                  Long.toUnsignedString(tensor.offset()),
                  Math.max(0, room)));
    }
    return file.asSlice(dataStart + tensor.offset(), tensor.bytes());
  }
}
