package dev.nightshift.gguf;

import java.util.Arrays;
import java.util.Optional;

/** The types that a metadata value can have in a GGUF file, with the numbers they have there. */
public enum ValueType {
  UINT8(0, 1),
  INT8(1, 1),
  UINT16(2, 2),
  INT16(3, 2),
  UINT32(4, 4),
  INT32(5, 4),
  FLOAT32(6, 4),
  BOOL(7, 1),
  STRING(8, 8),
  ARRAY(9, 12),
  UINT64(10, 8),
  INT64(11, 8),
  FLOAT64(12, 8);

  private static final ValueType[] ALL = values();
  private final int id;
  private final int leastBytes;

  ValueType(int id, int leastBytes) {
    this.id = id;
    this.leastBytes = leastBytes;
  }

  static Optional<ValueType> ofId(int id) {
    return Arrays.stream(ALL).filter(type -> type.id == id).findFirst();
  }

  int id() {
    return id;
  }

  /** The fewest bytes that a value of this type takes in the file. */
  int leastBytes() {
    return leastBytes;
  }
}
