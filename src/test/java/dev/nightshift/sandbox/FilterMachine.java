package dev.nightshift.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Runs a seccomp filter as the kernel does, one {@code struct seccomp_data} at a time. */
final class FilterMachine {
  private final ByteBuffer program;

  FilterMachine(byte[] program) {
    this.program = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The verdict about a call. */
  int judge(int architecture, int number, long... arguments) {
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(number).putInt(architecture).putLong(0);
    for (long argument : arguments) {
      data.putLong(argument);
    }
    int accumulator = 0;
    int at = 0;
    while (true) {
      int code = program.getShort(at * 8);
      int ifTrue = program.get(at * 8 + 2) & 0xff;
      int ifFalse = program.get(at * 8 + 3) & 0xff;
      int operand = program.getInt(at * 8 + 4);
      at++;
      switch (code) {
        case FilterProgram.LOAD -> accumulator = data.getInt(operand);
        case FilterProgram.RETURN -> {
          return operand;
        }
        case FilterProgram.JUMP_EQUAL -> at += accumulator == operand ? ifTrue : ifFalse;
        case FilterProgram.JUMP_GREATER ->
            at += Integer.compareUnsigned(accumulator, operand) > 0 ? ifTrue : ifFalse;
        case FilterProgram.JUMP_GREATER_OR_EQUAL ->
            at += Integer.compareUnsigned(accumulator, operand) >= 0 ? ifTrue : ifFalse;
        case FilterProgram.JUMP_SET -> at += (accumulator & operand) != 0 ? ifTrue : ifFalse;
        default -> throw new IllegalStateException("no instruction: " + code);
      }
    }
  }
}
