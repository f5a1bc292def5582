package dev.nightshift.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Formats without groups: F32, F16, BF16, and IQ4_NL and IQ4_XS, whose codes point into a fixed
 * table.
 */
final class PlainBlocks {
  /** llama.cpp, ggml-common.h: kvalues_iq4nl. */
  private static final byte[] IQ4_TABLE = {
    -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
  };

  private PlainBlocks() {}

  static void f32(byte[] in, int count, float[] out, int to) {
    ByteBuffer.wrap(in).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(out, to, count);
  }

  static void f16(byte[] in, int count, float[] out, int to) {
    for (int i = 0; i < count; i++) {
      out[to + i] = AffineBlocks.half(in, 2 * i);
    }
  }

  static void bf16(byte[] in, int count, float[] out, int to) {
    for (int i = 0; i < count; i++) {
      out[to + i] = Float.intBitsToFloat((in[2 * i] & 255) << 16 | in[2 * i + 1] << 24);
    }
  }

  static void iq4nl(byte[] in, int blocks, float[] out, int to) {
    for (int b = 0; b < blocks; b++) {
      lookUp(in, 18 * b + 2, AffineBlocks.half(in, 18 * b), out, to + 32 * b);
    }
  }

  /** f16 d, u16 high bit pairs of the scales, 4 bytes of their low nibbles, 128 bytes of codes. */
  static void iq4xs(byte[] in, int blocks, float[] out, int to) {
    for (int b = 0; b < blocks; b++) {
      int at = 136 * b;
      float d = AffineBlocks.half(in, at);
      int high = (in[at + 2] & 255) | (in[at + 3] & 255) << 8;
      for (int g = 0; g < 8; g++) {
        int low = (in[at + 4 + g / 2] >> (4 * (g % 2))) & 15;
        float scale = d * ((low | ((high >> (2 * g)) & 3) << 4) - 32);
        lookUp(in, at + 8 + 16 * g, scale, out, to + 256 * b + 32 * g);
      }
    }
  }

  private static void lookUp(byte[] in, int at, float scale, float[] out, int to) {
    for (int i = 0; i < 16; i++) {
      int pair = in[at + i];
      out[to + i] = scale * IQ4_TABLE[pair & 15];
      out[to + 16 + i] = scale * IQ4_TABLE[(pair >> 4) & 15];
    }
  }
}
