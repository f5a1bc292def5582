package dev.nightshift.training;

import dev.nightshift.tensor.MachineMemory;
import dev.nightshift.tensor.NativeRuntime;
import java.util.OptionalLong;

/** What the machine has, and what this process takes of it. */
final class FreeMemory {
  private FreeMemory() {}

  /** Most bytes that a run may use: what is set, or three quarters of what is free now. */
  static long limit(TrainingResources resources) {
    return resources.memoryMegabytes() > 0
        ? (long) resources.memoryMegabytes() << 20
        : freeBytes() / 4 * 3;
  }

  private static long freeBytes() {
    OptionalLong device = NativeRuntime.freeDeviceBytes();
    return device.isPresent() ? device.getAsLong() : MachineMemory.free();
  }

  /** Most memory this process has had resident; 0 where the system does not tell. */
  static long peakBytes() {
    return MachineMemory.mostResident();
  }
}
