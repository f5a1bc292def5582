package dev.nightshift.gguf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the key-value pairs of a GGUF file, within limits that no honest file comes near. */
final class MetadataReader {
  static final int MOST_PAIRS = 65_536;
  static final int LONGEST_KEY = 1_024;
  static final int LONGEST_STRING = 64 << 20;
  static final int MOST_ITEMS = 8_000_000;
  private static final int DEEPEST_NESTING = 4;

  private final GgufCursor cursor;
  private int itemsLeft = MOST_ITEMS;

  MetadataReader(GgufCursor cursor) {
    this.cursor = cursor;
  }

  Map<String, MetadataValue> read(int pairs) {
    Map<String, MetadataValue> values = new LinkedHashMap<>();
    for (int i = 0; i < pairs; i++) {
      String key = cursor.name("metadata key " + i, LONGEST_KEY);
      String what = "the value of '" + key + "'";
      if (values.put(key, value(type(what), what, 0)) != null) {
        throw cursor.malformed("the metadata key '" + key + "' stands twice");
      }
    }
    return values;
  }

  private ValueType type(String what) {
    int id = cursor.int32("the type of " + what);
    return ValueType.ofId(id)
        .orElseThrow(
            () ->
                cursor.malformed(
                    what
                        + " has the type "
                        + Integer.toUnsignedString(id)
                        + ", which does not exist"));
  }

  private MetadataValue value(ValueType type, String what, int depth) {
    return switch (type) {
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 ->
          new MetadataValue.Whole(type, whole(type, what));
      case FLOAT32, FLOAT64 -> new MetadataValue.Real(type, real(type, what));
      case BOOL -> new MetadataValue.Flag(truth(what) != 0);
      case STRING -> new MetadataValue.Text(cursor.string(what, LONGEST_STRING));
      case ARRAY -> array(what, depth + 1);
    };
  }

  private MetadataValue array(String what, int depth) {
    if (depth > DEEPEST_NESTING) {
      throw cursor.malformed(what + " is nested more than " + DEEPEST_NESTING + " deep");
    }
    ValueType item = type("the items of " + what);
    int count = cursor.count("the number of items in " + what, item.leastBytes(), itemsLeft);
    itemsLeft -= count;
    return switch (item) {
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64, BOOL -> {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
          values[i] = item == ValueType.BOOL ? truth(what) : whole(item, what);
        }
        yield new MetadataValue.Wholes(item, values);
      }
      case FLOAT32, FLOAT64 -> {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
          values[i] = real(item, what);
        }
        yield new MetadataValue.Reals(item, values);
      }
      case STRING -> {
        List<String> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          values.add(cursor.string(what, LONGEST_STRING));
        }
        yield new MetadataValue.Texts(values);
      }
      case ARRAY -> {
        List<MetadataValue> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          values.add(array(what, depth + 1));
        }
        yield new MetadataValue.Lists(values);
      }
    };
  }

  private long whole(ValueType type, String what) {
    return switch (type) {
      case UINT8 -> cursor.int8(what) & 0xFFL;
      case INT8 -> cursor.int8(what);
      case UINT16 -> cursor.int16(what) & 0xFFFFL;
      case INT16 -> cursor.int16(what);
      case UINT32 -> cursor.int32(what) & 0xFFFF_FFFFL;
      case INT32 -> cursor.int32(what);
      case UINT64, INT64 -> cursor.int64(what);
      case FLOAT32, FLOAT64, BOOL, STRING, ARRAY ->
          throw new IllegalStateException(type + " is not whole");
    };
  }

  private double real(ValueType type, String what) {
    return type == ValueType.FLOAT32
        ? Float.intBitsToFloat(cursor.int32(what))
        : Double.longBitsToDouble(cursor.int64(what));
  }

  private byte truth(String what) {
    byte value = cursor.int8(what);
    if (value != 0 && value != 1) {
      throw cursor.malformed(what + " is a truth value of " + value + " instead of 0 or 1");
    }
    return value;
  }
}
