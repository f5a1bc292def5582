package dev.nightshift.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * An assembler for classic BPF as seccomp takes it: {@code struct sock_filter} of the kernel's
 * linux/filter.h, eight bytes an instruction (code u16, two relative jumps u8, operand u32) in the
 * machine's own byte order, which is little endian on both architectures that are known here.
 */
final class FilterProgram {
  /** BPF_LD | BPF_W | BPF_ABS. */
  static final int LOAD = 0x20;

  /** BPF_JMP | BPF_JEQ | BPF_K. */
  static final int JUMP_EQUAL = 0x15;

  /** BPF_JMP | BPF_JGT | BPF_K. */
  static final int JUMP_GREATER = 0x25;

  /** BPF_JMP | BPF_JGE | BPF_K. */
  static final int JUMP_GREATER_OR_EQUAL = 0x35;

  /** BPF_JMP | BPF_JSET | BPF_K. */
  static final int JUMP_SET = 0x45;

  /** BPF_RET | BPF_K. */
  static final int RETURN = 0x06;

  private static final int MOST_INSTRUCTIONS = 4096;

  private record Instruction(int code, int ifTrue, int ifFalse, int operand) {}

  private final List<Instruction> instructions = new ArrayList<>();

  /** Loads four bytes of {@code struct seccomp_data}. */
  FilterProgram load(int offset) {
    return add(LOAD, 0, 0, offset);
  }

  /** Compares, and skips so many instructions. */
  FilterProgram jump(int code, int operand, int ifTrue, int ifFalse) {
    return add(code, ifTrue, ifFalse, operand);
  }

  /** Ends with a verdict. */
  FilterProgram verdict(int verdict) {
    return add(RETURN, 0, 0, verdict);
  }

  /** Adds another piece behind. */
  FilterProgram append(FilterProgram piece) {
    instructions.addAll(piece.instructions);
    return this;
  }

  int size() {
    return instructions.size();
  }

  private FilterProgram add(int code, int ifTrue, int ifFalse, int operand) {
    if (ifTrue > 255 || ifFalse > 255) {
      throw new IllegalStateException("a jump over more than 255 instructions");
    }
    instructions.add(new Instruction(code, ifTrue, ifFalse, operand));
    return this;
  }

  /** As bubblewrap reads it. */
  byte[] bytes() {
    if (instructions.size() > MOST_INSTRUCTIONS) {
      throw new IllegalStateException("a filter of " + instructions.size() + " instructions");
    }
    ByteBuffer bytes = ByteBuffer.allocate(instructions.size() * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (Instruction instruction : instructions) {
      bytes.putShort((short) instruction.code());
      bytes.put((byte) instruction.ifTrue()).put((byte) instruction.ifFalse());
      bytes.putInt(instruction.operand());
    }
    return bytes.array();
  }
}
