package dev.nightshift.gguf;

import java.util.List;

/**
 * One metadata value with the type it has in the file, so that it can be written back as it was.
 */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface MetadataValue {
  /** A whole number; {@code UINT64} above 2^63 − 1 is held as its two's complement. */
  record Whole(ValueType type, long value) implements MetadataValue {}

  /** A number with a fraction. */
  record Real(ValueType type, double value) implements MetadataValue {}

  /** A truth value. */
  record Flag(boolean value) implements MetadataValue {
    @Override
    public ValueType type() {
      return ValueType.BOOL;
    }
  }

  /** A text. */
  record Text(String value) implements MetadataValue {
    @Override
    public ValueType type() {
      return ValueType.STRING;
    }
  }

  /** A list of whole numbers of type {@code itemType}; truth values too, as 0 and 1. */
  record Wholes(ValueType itemType, long[] values) implements MetadataValue {
    @Override
    public ValueType type() {
      return ValueType.ARRAY;
    }
  }

  /** A list of numbers with a fraction. */
  record Reals(ValueType itemType, double[] values) implements MetadataValue {
    @Override
    public ValueType type() {
      return ValueType.ARRAY;
    }
  }

  /** A list of texts. */
  record Texts(List<String> values) implements MetadataValue {
    public Texts {
      values = List.copyOf(values);
    }

    @Override
    public ValueType type() {
      return ValueType.ARRAY;
    }
  }

  /** A list of lists. */
  record Lists(List<MetadataValue> values) implements MetadataValue {
    public Lists {
      values = List.copyOf(values);
    }

    @Override
    public ValueType type() {
      return ValueType.ARRAY;
    }
  }

  /** The type in the file. */
  ValueType type();
}
