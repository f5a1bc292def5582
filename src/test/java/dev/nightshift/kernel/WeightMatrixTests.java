package dev.nightshift.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.gguf.Dequantizer;
import dev.nightshift.gguf.GgufException;
import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.gguf.GgufType;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Against the numbers that {@link Dequantizer} gives for random blocks, multiplied plainly. */
class WeightMatrixTests {
  private static final int ROWS = 21;
  private static final int MANY_ROWS = 2 * Strips.ROWS + ROWS;
  private static final int COLUMNS = 768;
  private static final int TOKENS = 7;

  @ParameterizedTest
  @EnumSource(
      value = GgufType.class,
      names = {
        "F32", "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q4_K", "Q5_K", "Q6_K"
      })
  void products_equal_those_of_the_dequantised_numbers(GgufType type) {
    GgufTensor tensor = random(type, COLUMNS, ROWS);
    assertProducts(tensor, WeightMatrix.of(tensor), 3);
  }

  @ParameterizedTest
  @EnumSource(
      value = GgufType.class,
      names = {"Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q4_K", "Q5_K", "Q6_K"})
  void products_of_rows_side_by_side_do_too(GgufType type) {
    GgufTensor tensor = random(type, COLUMNS, MANY_ROWS);
    WeightMatrix matrix = copied(tensor);
    for (int cut : new int[] {Strips.ROWS, 3, Strips.ROWS + 1, MANY_ROWS}) {
      assertProducts(tensor, matrix, cut);
    }
  }

  /** An infinite scale cannot be held side by side; the result must not pretend otherwise. */
  @ParameterizedTest
  @EnumSource(
      value = GgufType.class,
      names = {"Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q4_K", "Q5_K"})
  void a_matrix_with_a_scale_that_is_no_number_is_computed_from_the_file(GgufType type) {
    GgufTensor tensor = random(type, COLUMNS, MANY_ROWS);
    tensor.data().set(BlockRows.SHORT, 5 * tensor.rowBytes(), (short) 0x7c00);
    TokenVectors x = vectors(COLUMNS, 1);
    x.prepare(0);
    TokenVectors y = TokenVectors.results(MANY_ROWS, 1);
    copied(tensor).multiply(0, MANY_ROWS, x, 1, y);
    assertThat(Float.isFinite(y.values()[5])).isFalse();
    assertThat(Float.isFinite(y.values()[6])).isTrue();
  }

  private static WeightMatrix copied(GgufTensor tensor) {
    WeightMatrix matrix = WeightMatrix.of(tensor);
    assertThat(matrix.copyBytes()).isPositive();
    try (WorkerPool workers = new WorkerPool(2)) {
      matrix.copy(MemorySegment.ofArray(new long[(int) matrix.copyBytes() / 8]), workers);
    }
    return matrix;
  }

  private static void assertProducts(GgufTensor tensor, WeightMatrix matrix, int cut) {
    int rows = matrix.rows();
    float[] weights = Dequantizer.toFloats(tensor);
    TokenVectors x = vectors(COLUMNS, TOKENS);
    for (int token = 0; token < TOKENS; token++) {
      x.prepare(token);
    }
    for (int tokens : new int[] {1, 2, 4, TOKENS}) {
      TokenVectors y = TokenVectors.results(rows, tokens);
      matrix.multiply(0, cut, x, tokens, y);
      matrix.multiply(cut, rows, x, tokens, y);
      for (int token = 0; token < tokens; token++) {
        for (int row = 0; row < rows; row++) {
          double expected = 0;
          double size = 0;
          for (int i = 0; i < COLUMNS; i++) {
            double product = (double) weights[row * COLUMNS + i] * x.values()[x.at(token) + i];
            expected += product;
            size += Math.abs(product);
          }
          assertThat((double) y.values()[y.at(token) + row])
              .as("row %d, token %d of %d", row, token, tokens)
              .isCloseTo(expected, within(1e-6 * size));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = GgufType.class,
      names = {
        "F32", "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q4_K", "Q5_K", "Q6_K"
      })
  void rows_hold_the_dequantised_numbers(GgufType type) {
    GgufTensor tensor = random(type, COLUMNS, ROWS);
    float[] row = new float[COLUMNS + 3];
    WeightMatrix.of(tensor).row(5, row, 3);
    float[] expected = Dequantizer.toFloats(tensor, 5, 1);
    for (int i = 0; i < COLUMNS; i++) {
      assertThat(row[3 + i]).isCloseTo(expected[i], within(4e-7f * (1 + Math.abs(expected[i]))));
    }
  }

  @Test
  void half_precision_numbers_of_every_kind_are_read_exactly() {
    byte[] bytes = new byte[2 * 65536];
    for (int i = 0; i < 65536; i++) {
      bytes[2 * i] = (byte) i;
      bytes[2 * i + 1] = (byte) (i >> 8);
    }
    GgufTensor tensor =
        new GgufTensor("w", GgufType.F16, new long[] {65536, 1}, MemorySegment.ofArray(bytes));
    float[] row = new float[65536];
    WeightMatrix.of(tensor).row(0, row, 0);
    for (int i = 0; i < row.length; i++) {
      float expected = Float.float16ToFloat((short) i);
      if (Float.isNaN(expected)) {
        assertThat(row[i]).isNaN();
      } else {
        assertThat(row[i]).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = GgufType.class,
      names = {"F32", "F16", "BF16"})
  void rows_of_any_length_can_be_multiplied(GgufType type) {
    GgufTensor tensor = random(type, 43, ROWS);
    float[] weights = Dequantizer.toFloats(tensor);
    TokenVectors x = vectors(43, 5);
    TokenVectors y = TokenVectors.results(ROWS, 5);
    WeightMatrix.of(tensor).multiply(0, ROWS, x, 5, y);
    double expected = 0;
    for (int i = 0; i < 43; i++) {
      expected += (double) weights[20 * 43 + i] * x.values()[x.at(4) + i];
    }
    assertThat((double) y.values()[y.at(4) + 20]).isCloseTo(expected, within(1e-5));
  }

  @ParameterizedTest
  @EnumSource(
      value = GgufType.class,
      mode = Mode.INCLUDE,
      names = {"Q2_K", "Q3_K", "IQ4_NL", "IQ4_XS", "MXFP4"})
  void a_type_without_a_kernel_is_named(GgufType type) {
    assertThatThrownBy(() -> WeightMatrix.of(random(type, COLUMNS, ROWS)))
        .isInstanceOf(GgufException.class)
        .hasMessageContaining(type.name());
  }

  /** Random blocks whose half-precision scales are small numbers. */
  private static GgufTensor random(GgufType type, int columns, int rows) {
    Random random = new Random(type.id());
    byte[] bytes = new byte[(int) type.bytes(columns) * rows];
    random.nextBytes(bytes);
    int block = type.blockBytes();
    for (int at = 0; at < bytes.length; at += block) {
      switch (type) {
        case F32 -> putFloat(bytes, at, (float) random.nextGaussian());
        case F16 -> putHalf(bytes, at, random.nextGaussian());
        case BF16 -> bytes[at + 1] = (byte) (0x3e | (bytes[at + 1] & 0x81));
        case Q6_K -> putHalf(bytes, at + 208, 0.01 * random.nextGaussian());
        case Q4_1, Q5_1, Q4_K, Q5_K -> {
          putHalf(bytes, at, 0.1 * random.nextGaussian());
          putHalf(bytes, at + 2, 0.1 * random.nextGaussian());
        }
        default -> putHalf(bytes, at, 0.1 * random.nextGaussian());
      }
    }
    return new GgufTensor("w", type, new long[] {columns, rows}, MemorySegment.ofArray(bytes));
  }

  private static void putHalf(byte[] bytes, int at, double value) {
    short half = Float.floatToFloat16((float) value);
    bytes[at] = (byte) half;
    bytes[at + 1] = (byte) (half >> 8);
  }

  private static void putFloat(byte[] bytes, int at, float value) {
    int bits = Float.floatToRawIntBits(value);
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (bits >> (8 * i));
    }
  }

  private static TokenVectors vectors(int width, int tokens) {
    TokenVectors x = TokenVectors.factors(width, tokens);
    Random random = new Random(7);
    for (int i = 0; i < x.values().length; i++) {
      x.values()[i] = (float) random.nextGaussian();
    }
    return x;
  }
}
