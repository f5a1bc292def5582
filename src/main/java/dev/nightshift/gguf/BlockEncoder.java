package dev.nightshift.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Stores floats as F32, F16, BF16 or Q8_0, byte for byte as gguf-py does.
 *
 * <p>F16 and BF16 round to the nearest, ties to even. Q8_0 takes d = max|x| / 127 in float, codes x
 * · (1/d) rounded half away from zero, and stores d as F16.
 */
public final class BlockEncoder {
  private BlockEncoder() {}

  /** Whether {@link #encode} can write {@code type}. */
  public static boolean supports(GgufType type) {
    return type == GgufType.F32
        || type == GgufType.F16
        || type == GgufType.BF16
        || type == GgufType.Q8_0;
  }

  /**
   * The bytes of {@code count} values from {@code from}.
   *
   * @throws GgufException with code {@code UNSUPPORTED_TYPE} for another type
   */
  public static byte[] encode(GgufType type, float[] values, int from, int count) {
    ByteBuffer out =
        ByteBuffer.allocate(Math.toIntExact(type.bytes(count))).order(ByteOrder.LITTLE_ENDIAN);
    if (type == GgufType.F32) {
      out.asFloatBuffer().put(values, from, count);
    } else if (type == GgufType.F16) {
      for (int i = from; i < from + count; i++) {
        out.putShort(Float.floatToFloat16(values[i]));
      }
    } else if (type == GgufType.BF16) {
      for (int i = from; i < from + count; i++) {
        out.putShort(bf16(values[i]));
      }
    } else if (type == GgufType.Q8_0) {
      for (int i = from; i < from + count; i += 32) {
        q8(values, i, out);
      }
    } else {
      throw new GgufException(
          GgufException.Code.UNSUPPORTED_TYPE,
          type + " cannot be written; F32, F16, BF16 and Q8_0 can");
    }
    return out.array();
  }

  private static short bf16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }

  private static void q8(float[] values, int from, ByteBuffer out) {
    float peak = 0;
    for (int i = from; i < from + 32; i++) {
      peak = Math.max(peak, Math.abs(values[i]));
    }
    float d = peak / 127;
    float inverse = d == 0 ? 0 : 1 / d;
    out.putShort(Float.floatToFloat16(d));
    for (int i = from; i < from + 32; i++) {
      float scaled = values[i] * inverse;
      float whole = (float) Math.floor(Math.abs(scaled));
      float rounded = Math.abs(scaled) - whole >= 0.5f ? whole + 1 : whole;
      out.put((byte) (int) Math.copySign(rounded, scaled));
    }
  }
}
