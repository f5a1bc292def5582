package dev.nightshift.gguf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The 32-value block formats Q4_0, Q4_1, Q5_0, Q5_1 and Q8_0, each one group: {@code value = code *
 * scale + offset}.
 *
 * <p>Layouts: llama.cpp, gguf-py/gguf/quants.py. Codes are unsigned; Q8_0's signed bytes are moved
 * up by 128.
 */
final class AffineBlocks {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private AffineBlocks() {}

  /** The half-precision number at {@code at}. */
  static float half(byte[] in, int at) {
    return Float.float16ToFloat((short) SHORT.get(in, at));
  }

  static void q4v0(byte[] in, int at, GroupSink out) {
    float d = half(in, at);
    nibbles(in, at + 2, out.codes, out.code(32));
    out.group(d, -8 * d);
  }

  static void q4v1(byte[] in, int at, GroupSink out) {
    nibbles(in, at + 4, out.codes, out.code(32));
    out.group(half(in, at), half(in, at + 2));
  }

  static void q5v0(byte[] in, int at, GroupSink out) {
    float d = half(in, at);
    int to = out.code(32);
    nibbles(in, at + 6, out.codes, to);
    fifthBits((int) INT.get(in, at + 2), out.codes, to);
    out.group(d, -16 * d);
  }

  static void q5v1(byte[] in, int at, GroupSink out) {
    int to = out.code(32);
    nibbles(in, at + 8, out.codes, to);
    fifthBits((int) INT.get(in, at + 4), out.codes, to);
    out.group(half(in, at), half(in, at + 2));
  }

  static void q8v0(byte[] in, int at, GroupSink out) {
    float d = half(in, at);
    int to = out.code(32);
    for (int i = 0; i < 32; i++) {
      out.codes[to + i] = (byte) (in[at + 2 + i] + 128);
    }
    out.group(d, -128 * d);
  }

  /** 16 bytes: the low nibbles are codes 0–15, the high ones 16–31. */
  private static void nibbles(byte[] in, int at, byte[] codes, int to) {
    for (int i = 0; i < 16; i++) {
      int pair = in[at + i];
      codes[to + i] = (byte) (pair & 15);
      codes[to + 16 + i] = (byte) ((pair >> 4) & 15);
    }
  }

  private static void fifthBits(int bits, byte[] codes, int to) {
    for (int i = 0; i < 32; i++) {
      codes[to + i] |= (byte) (((bits >>> i) & 1) << 4);
    }
  }
}
