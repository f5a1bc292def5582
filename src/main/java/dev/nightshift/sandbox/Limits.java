package dev.nightshift.sandbox;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What one run may use ({@code nightshift.sandbox.limits.*}).
 *
 * @param wall from the hand-over of the program until it is over
 * @param cpu of all its processes together
 * @param memoryMebibytes of all its processes together, and address space of each
 * @param outputKibibytes of standard output, standard error and results together
 * @param diskMebibytes of its files together; in memory, beside the above
 * @param inodes files and directories
 * @param openFiles descriptors of each process
 * @param processes processes and threads at once
 */
public record Limits(
    @DefaultValue("10s") Duration wall,
    @DefaultValue("10s") Duration cpu,
    @DefaultValue("512") int memoryMebibytes,
    @DefaultValue("1024") int outputKibibytes,
    @DefaultValue("32") int diskMebibytes,
    @DefaultValue("1024") int inodes,
    @DefaultValue("64") int openFiles,
    @DefaultValue("16") int processes) {

  public Limits {
    if (wall.toMillis() < 1 || cpu.toMillis() < 1) {
      throw new IllegalArgumentException("wall and cpu must be at least 1ms: " + wall + ", " + cpu);
    }
    if (memoryMebibytes < 64) {
      throw new IllegalArgumentException(
          "memoryMebibytes must be at least 64, for the interpreter: " + memoryMebibytes);
    }
    atLeastOne("outputKibibytes", outputKibibytes);
    atLeastOne("diskMebibytes", diskMebibytes);
    atLeastOne("inodes", inodes);
    atLeastOne("processes", processes);
    if (openFiles < 16) {
      throw new IllegalArgumentException("openFiles must be at least 16: " + openFiles);
    }
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1: " + value);
    }
  }

  /** Ten seconds, half a gibibyte. */
  public static Limits defaults() {
    return new Limits(Duration.ofSeconds(10), Duration.ofSeconds(10), 512, 1024, 32, 1024, 64, 16);
  }

  /** The same with other times. */
  public Limits within(Duration wallTime, Duration cpuTime) {
    return new Limits(
        wallTime,
        cpuTime,
        memoryMebibytes,
        outputKibibytes,
        diskMebibytes,
        inodes,
        openFiles,
        processes);
  }

  /** Bytes of memory. */
  long memoryBytes() {
    return (long) memoryMebibytes << 20;
  }

  /** Bytes of output. */
  long outputBytes() {
    return (long) outputKibibytes << 10;
  }

  /** Bytes of files. */
  long diskBytes() {
    return (long) diskMebibytes << 20;
  }

  /**
   * Whether an interpreter that was started with these limits can still be given others: all but
   * the file system's can be lowered afterwards.
   */
  boolean allow(Limits wanted) {
    return wanted.memoryMebibytes <= memoryMebibytes
        && wanted.openFiles <= openFiles
        && wanted.diskMebibytes == diskMebibytes
        && wanted.inodes == inodes;
  }
}
