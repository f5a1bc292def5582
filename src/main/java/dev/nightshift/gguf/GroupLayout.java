package dev.nightshift.gguf;

import java.util.Optional;

/** How a block format is cut into groups, and what decodes one block. */
record GroupLayout(int groupSize, int bits, Block block) {
  /** Decodes the block at {@code at} into the next codes and groups of {@code out}. */
  interface Block {
    void decode(byte[] in, int at, GroupSink out);
  }

  /** Empty for the types that have no groups or are not readable. */
  static Optional<GroupLayout> of(GgufType type) {
    return switch (type) {
      case Q4_0 -> Optional.of(new GroupLayout(32, 4, AffineBlocks::q4v0));
      case Q4_1 -> Optional.of(new GroupLayout(32, 4, AffineBlocks::q4v1));
      case Q5_0 -> Optional.of(new GroupLayout(32, 5, AffineBlocks::q5v0));
      case Q5_1 -> Optional.of(new GroupLayout(32, 5, AffineBlocks::q5v1));
      case Q8_0 -> Optional.of(new GroupLayout(32, 8, AffineBlocks::q8v0));
      case Q2_K -> Optional.of(new GroupLayout(16, 2, KBlocks::q2));
      case Q3_K -> Optional.of(new GroupLayout(16, 3, KBlocks::q3));
      case Q4_K -> Optional.of(new GroupLayout(32, 4, KBlocks::q4));
      case Q5_K -> Optional.of(new GroupLayout(32, 5, KBlocks::q5));
      case Q6_K -> Optional.of(new GroupLayout(16, 6, KBlocks::q6));
      case F32, F16, BF16, IQ4_NL, IQ4_XS -> Optional.empty();
      case Q8_1, Q8_K, IQ1_S, IQ1_M, IQ2_XXS, IQ2_XS, IQ2_S, IQ3_XXS, IQ3_S -> Optional.empty();
      case TQ1_0, TQ2_0, MXFP4, I8, I16, I32, I64, F64 -> Optional.empty();
    };
  }

  /** Decodes {@code blocks} blocks that stand at the front of {@code in}. */
  void decode(byte[] in, int blocks, int blockBytes, GroupSink out) {
    for (int b = 0; b < blocks; b++) {
      block.decode(in, b * blockBytes, out);
    }
  }
}
