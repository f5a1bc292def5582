package dev.nightshift.gguf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The key-value pairs of a GGUF file, in the file's order, read by type.
 *
 * <p>The plain accessors throw {@link GgufException} with code {@code MISSING} when the key is
 * absent; all of them throw it when the value is of another kind. The {@code find…} accessors give
 * an empty result for an absent key.
 */
public final class Metadata {
  private final String source;
  private final Map<String, MetadataValue> values;

  /** Pairs that came from (or will go to) {@code source}, which error messages name. */
  public Metadata(String source, Map<String, MetadataValue> values) {
    this.source = source;
    this.values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** All pairs, in the file's order. */
  public Map<String, MetadataValue> values() {
    return values;
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  public String string(String key) {
    return findString(key).orElseThrow(() -> missing(key));
  }

  public Optional<String> findString(String key) {
    return switch (values.get(key)) {
      case null -> Optional.empty();
      case MetadataValue.Text text -> Optional.of(text.value());
      case MetadataValue other -> throw wrongKind(key, other, "a string");
    };
  }

  /** A whole number that is not negative. */
  public long uint(String key) {
    return findUint(key).orElseThrow(() -> missing(key));
  }

  public long uint(String key, long absent) {
    return findUint(key).orElse(absent);
  }

  public OptionalLong findUint(String key) {
    return switch (values.get(key)) {
      case null -> OptionalLong.empty();
      case MetadataValue.Whole whole when whole.value() >= 0 -> OptionalLong.of(whole.value());
      case MetadataValue other ->
          throw wrongKind(key, other, "a whole number that is not negative");
    };
  }

  public double floating(String key) {
    return findFloating(key).orElseThrow(() -> missing(key));
  }

  public double floating(String key, double absent) {
    return findFloating(key).orElse(absent);
  }

  public OptionalDouble findFloating(String key) {
    return switch (values.get(key)) {
      case null -> OptionalDouble.empty();
      case MetadataValue.Real real -> OptionalDouble.of(real.value());
      case MetadataValue other -> throw wrongKind(key, other, "a floating-point number");
    };
  }

  public boolean bool(String key, boolean absent) {
    return switch (values.get(key)) {
      case null -> absent;
      case MetadataValue.Flag flag -> flag.value();
      case MetadataValue other -> throw wrongKind(key, other, "a truth value");
    };
  }

  public List<String> strings(String key) {
    return findStrings(key).orElseThrow(() -> missing(key));
  }

  public Optional<List<String>> findStrings(String key) {
    return switch (values.get(key)) {
      case null -> Optional.empty();
      case MetadataValue.Texts texts -> Optional.of(texts.values());
      case MetadataValue.Wholes empty when empty.values().length == 0 -> Optional.of(List.of());
      case MetadataValue other -> throw wrongKind(key, other, "a list of strings");
    };
  }

  /** A list of whole numbers that fit an {@code int}. */
  public int[] ints(String key) {
    return findInts(key).orElseThrow(() -> missing(key));
  }

  public Optional<int[]> findInts(String key) {
    return switch (values.get(key)) {
      case null -> Optional.empty();
      case MetadataValue.Wholes wholes -> Optional.of(toInts(key, wholes.values()));
      case MetadataValue other -> throw wrongKind(key, other, "a list of whole numbers");
    };
  }

  public float[] floats(String key) {
    return findFloats(key).orElseThrow(() -> missing(key));
  }

  public Optional<float[]> findFloats(String key) {
    return switch (values.get(key)) {
      case null -> Optional.empty();
      case MetadataValue.Reals reals -> {
        float[] narrow = new float[reals.values().length];
        for (int i = 0; i < narrow.length; i++) {
          narrow[i] = (float) reals.values()[i];
        }
        yield Optional.of(narrow);
      }
      case MetadataValue other -> throw wrongKind(key, other, "a list of floating-point numbers");
    };
  }

  private int[] toInts(String key, long[] wide) {
    int[] narrow = new int[wide.length];
    for (int i = 0; i < wide.length; i++) {
      if (wide[i] != (int) wide[i]) {
        throw new GgufException(
            GgufException.Code.MALFORMED,
            source + ": item " + i + " of '" + key + "' is " + wide[i] + ", more than 32 bits");
      }
      narrow[i] = (int) wide[i];
    }
    return narrow;
  }

  private GgufException missing(String key) {
    return new GgufException(
        GgufException.Code.MISSING, source + ": the metadata key '" + key + "' is missing");
  }

  private GgufException wrongKind(String key, MetadataValue value, String wanted) {
    return new GgufException(
        GgufException.Code.MISSING,
        source
            + ": the metadata key '"
            + key
            + "' should be "
            + wanted
            + " but is "
            + describe(value));
  }

  private static String describe(MetadataValue value) {
    return switch (value) {
      case MetadataValue.Whole whole -> whole.type() + " " + whole.value();
      case MetadataValue.Real real -> real.type() + " " + real.value();
      case MetadataValue.Flag flag -> "BOOL " + flag.value();
      case MetadataValue.Text text -> "a string of " + text.value().length() + " characters";
      case MetadataValue.Wholes wholes -> "a list of " + wholes.itemType();
      case MetadataValue.Reals reals -> "a list of " + reals.itemType();
      case MetadataValue.Texts texts -> "a list of " + texts.values().size() + " strings";
      case MetadataValue.Lists lists -> "a list of " + lists.values().size() + " lists";
    };
  }
}
