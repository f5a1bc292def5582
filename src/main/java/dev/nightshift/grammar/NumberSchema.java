package dev.nightshift.grammar;

import dev.nightshift.grammar.DecimalRange.Bound;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Schemas of numbers, which are written as {@link DecimalRange} says. */
final class NumberSchema {
  /** Digits behind the point, if no bound has more. */
  private static final int FRACTION = 6;

  private static final int MOST_FRACTION = 15;
  private static final int MOST_SCALE = 400;

  private NumberSchema() {}

  static Language language(JsonNode schema, String pointer, boolean whole) {
    Bound low = bound(schema, pointer, "minimum", "exclusiveMinimum", 1);
    Bound high = bound(schema, pointer, "maximum", "exclusiveMaximum", -1);
    int fraction = whole ? 0 : Math.max(FRACTION, Math.max(digits(low), digits(high)));
    if (fraction > MOST_FRACTION) {
      throw SchemaKeywords.unsupported(
          pointer,
          "has a bound with more than %d digits behind the point".formatted(MOST_FRACTION));
    }
    if (schema.has("multipleOf")) {
      fraction = Math.min(fraction, step(schema, pointer));
    }
    return Language.minimal(new DecimalRange(low, high, fraction).language());
  }

  /** One digit more than the bound's own, so that there is something between close bounds. */
  private static int digits(@Nullable Bound bound) {
    return bound == null ? 0 : Math.max(0, bound.value().stripTrailingZeros().scale()) + 1;
  }

  /** The tighter one of an inclusive and an exclusive bound. */
  private static @Nullable Bound bound(
      JsonNode schema, String pointer, String inclusive, String exclusive, int sign) {
    BigDecimal with = number(schema, pointer, inclusive);
    BigDecimal without = number(schema, pointer, exclusive);
    if (without != null && (with == null || without.compareTo(with) * sign >= 0)) {
      return new Bound(without, false);
    }
    return with == null ? null : new Bound(with, true);
  }

  private static @Nullable BigDecimal number(JsonNode schema, String pointer, String keyword) {
    JsonNode value = schema.get(keyword);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      throw SchemaKeywords.malformed(pointer + "/" + keyword, "must be a number");
    }
    BigDecimal bound = value.decimalValue();
    if (Math.abs((long) bound.scale()) > MOST_SCALE) {
      throw SchemaKeywords.unsupported(pointer + "/" + keyword, "is out of all proportion");
    }
    return bound;
  }

  /** How many digits behind the point a multiple of 1, 0.1, 0.01 … has. */
  private static int step(JsonNode schema, String pointer) {
    BigDecimal step = number(schema, pointer, "multipleOf");
    BigDecimal plain = step == null ? BigDecimal.ZERO : step.stripTrailingZeros();
    if (!plain.unscaledValue().equals(BigInteger.ONE) || plain.scale() < 0) {
      throw SchemaKeywords.unsupported(
          pointer + "/multipleOf", "can only be 1, 0.1, 0.01 and so on; use enum");
    }
    return plain.scale();
  }

  /** The keywords that say something about numbers. */
  static Set<String> keywords() {
    return Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf");
  }
}
