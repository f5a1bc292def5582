package dev.nightshift.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Starts the program once more with the options that its engine wants and that a manifest cannot
 * hold. {@code java -jar pipeline.jar} alone leaves the vector instructions out, and answers would
 * come several times slower.
 *
 * <p>The second JVM has the first one's terminal, directory and environment. It is ended when the
 * first one is, also when that is killed.
 */
public final class Relaunch {
  private static final String MODULE = "jdk.incubator.vector";
  private static final String PARENT = "nightshift.parent";
  private static final long PATIENCE_SECONDS = 30;

  private Relaunch() {}

  /**
   * Runs the program in a JVM with those options, if this one lacks them and was started from a
   * jar.
   *
   * @return the exit status of that JVM; empty if this one should go on by itself
   */
  public static OptionalInt run(String[] args) {
    Optional<Long> parent = Optional.ofNullable(Long.getLong(PARENT));
    if (parent.isPresent()) {
      endWith(parent.get());
      return OptionalInt.empty();
    }
    String jar = System.getProperty("java.class.path", "");
    boolean wanted =
        jar.endsWith(".jar")
            && !jar.contains(System.getProperty("path.separator"))
            && ModuleLayer.boot().findModule(MODULE).isEmpty()
            && ModuleFinder.ofSystem().find(MODULE).isPresent();
    return wanted ? start(command(jar, args)) : OptionalInt.empty();
  }

  private static List<String> command(String jar, String[] args) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("--add-modules=" + MODULE);
    command.add("-D" + PARENT + "=" + ProcessHandle.current().pid());
    command.add("-jar");
    command.add(jar);
    command.addAll(List.of(args));
    return command;
  }

  private static OptionalInt start(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putIfAbsent("OMP_WAIT_POLICY", "PASSIVE");
    try {
      Process child = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(child), "relaunch"));
      return OptionalInt.of(child.waitFor());
    } catch (IOException e) {
      // Slower, but the same answers.
      return OptionalInt.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the program ran", e);
    }
  }

  private static void end(Process child) {
    child.destroy();
    try {
      if (!child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        child.destroyForcibly();
      }
    } catch (InterruptedException e) {
      child.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static void endWith(long parent) {
    Optional<ProcessHandle> handle =
        ProcessHandle.current().parent().filter(process -> process.pid() == parent);
    Thread.ofPlatform()
        .daemon()
        .name("parent")
        .start(
            () -> {
              handle.ifPresent(process -> process.onExit().join());
              System.exit(ExitCode.FAILED.status());
            });
  }
}
