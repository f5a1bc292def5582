package dev.nightshift.gguf;

/**
 * The 256-value "K" formats. Q2_K, Q3_K and Q6_K have groups of 16 values, Q4_K and Q5_K of 32,
 * each with {@code value = code * scale + offset}.
 *
 * <p>Layouts: llama.cpp, gguf-py/gguf/quants.py.
 */
final class KBlocks {
  private KBlocks() {}

  /** 16 bytes scale|min nibbles, 64 bytes of 2-bit codes, f16 d, f16 dmin. */
  static void q2(byte[] in, int at, GroupSink out) {
    float d = AffineBlocks.half(in, at + 80);
    float dmin = AffineBlocks.half(in, at + 82);
    for (int j = 0; j < 8; j++) {
      twoBits(in, at + 16 + 32 * (j / 4), 2 * (j % 4), out.codes, out.code(32));
    }
    for (int g = 0; g < 16; g++) {
      int b = in[at + g];
      out.group(d * (b & 15), -(dmin * ((b >> 4) & 15)));
    }
  }

  /** 32 bytes of third bits, 64 bytes of 2-bit codes, 12 bytes of 6-bit scales, f16 d. */
  static void q3(byte[] in, int at, GroupSink out) {
    float d = AffineBlocks.half(in, at + 108);
    for (int j = 0; j < 8; j++) {
      int to = out.code(32);
      twoBits(in, at + 32 + 32 * (j / 4), 2 * (j % 4), out.codes, to);
      for (int i = 0; i < 32; i++) {
        out.codes[to + i] |= (byte) (((in[at + i] >> j) & 1) << 2);
      }
    }
    int scales = at + 96;
    for (int g = 0; g < 16; g++) {
      int low = (in[scales + g % 8] >> (4 * (g / 8))) & 15;
      int high = (in[scales + 8 + g % 4] >> (2 * (g / 4))) & 3;
      float scale = d * ((low | high << 4) - 32);
      out.group(scale, -4 * scale);
    }
  }

  /** f16 d, f16 dmin, 12 bytes of 6-bit scales and mins, 128 bytes of nibbles. */
  static void q4(byte[] in, int at, GroupSink out) {
    for (int j = 0; j < 4; j++) {
      nibblePairs(in, at + 16 + 32 * j, out.codes, out.code(64));
    }
    scalesAndMins(in, at, out);
  }

  /** As Q4_K, with 32 bytes of fifth bits before the nibbles. */
  static void q5(byte[] in, int at, GroupSink out) {
    for (int j = 0; j < 4; j++) {
      int to = out.code(64);
      nibblePairs(in, at + 48 + 32 * j, out.codes, to);
      for (int i = 0; i < 32; i++) {
        int bits = in[at + 16 + i] >> (2 * j);
        out.codes[to + i] |= (byte) ((bits & 1) << 4);
        out.codes[to + 32 + i] |= (byte) ((bits & 2) << 3);
      }
    }
    scalesAndMins(in, at, out);
  }

  /** 128 bytes of low nibbles, 64 bytes of high bit pairs, 16 signed scales, f16 d. */
  static void q6(byte[] in, int at, GroupSink out) {
    float d = AffineBlocks.half(in, at + 208);
    for (int h = 0; h < 2; h++) {
      int low = at + 64 * h;
      int high = at + 128 + 32 * h;
      int to = out.code(128);
      for (int i = 0; i < 32; i++) {
        int pairs = in[high + i];
        out.codes[to + i] = (byte) ((in[low + i] & 15) | (pairs & 3) << 4);
        out.codes[to + 32 + i] = (byte) ((in[low + 32 + i] & 15) | (pairs & 12) << 2);
        out.codes[to + 64 + i] = (byte) (((in[low + i] >> 4) & 15) | (pairs & 48));
        out.codes[to + 96 + i] = (byte) (((in[low + 32 + i] >> 4) & 15) | ((pairs >> 2) & 48));
      }
    }
    for (int g = 0; g < 16; g++) {
      float scale = d * in[at + 192 + g];
      out.group(scale, -32 * scale);
    }
  }

  private static void twoBits(byte[] in, int at, int shift, byte[] codes, int to) {
    for (int i = 0; i < 32; i++) {
      codes[to + i] = (byte) ((in[at + i] >> shift) & 3);
    }
  }

  private static void nibblePairs(byte[] in, int at, byte[] codes, int to) {
    for (int i = 0; i < 32; i++) {
      codes[to + i] = (byte) (in[at + i] & 15);
      codes[to + 32 + i] = (byte) ((in[at + i] >> 4) & 15);
    }
  }

  private static void scalesAndMins(byte[] in, int at, GroupSink out) {
    float d = AffineBlocks.half(in, at);
    float dmin = AffineBlocks.half(in, at + 2);
    int b = at + 4;
    for (int s = 0; s < 8; s++) {
      int scale;
      int min;
      if (s < 4) {
        scale = in[b + s] & 63;
        min = in[b + s + 4] & 63;
      } else {
        scale = (in[b + s + 4] & 15) | ((in[b + s - 4] & 0xC0) >> 2);
        min = ((in[b + s + 4] >> 4) & 15) | ((in[b + s] & 0xC0) >> 2);
      }
      out.group(d * scale, -(dmin * min));
    }
  }
}
