package dev.nightshift.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One program in one interpreter, watched from outside. */
final class Run {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final int SIGNALS = 128;
  private static final int SIGXCPU = SIGNALS + 24;

  private final Program program;
  private final Limits limits;
  private final String mark = UUID.randomUUID().toString();
  private Duration cpu = Duration.ZERO;
  private long peakBytes;

  Run(Program program, Limits limits) {
    this.program = program;
    this.limits = limits;
  }

  /**
   * The request as the interpreter reads it: its length in ten digits, and it.
   *
   * @throws SandboxException REQUEST when a row is no JSON array or object
   */
  byte[] request(Boundary boundary) {
    ObjectNode request = JSON.createObjectNode();
    request.put("mark", mark).put("source", program.source()).put("tail", program.tail());
    request.put("check", program.validation().enabled());
    ArrayNode allowed = request.putArray("allowed");
    program.validation().allowedImports().forEach(allowed::add);
    ArrayNode rows = request.putArray("rows");
    switch (program.entry()) {
      case Entry.Script script -> request.put("function", "");
      case Entry.Call call -> {
        request.put("function", call.function());
        call.rows().forEach(row -> rows.add(arguments(row)));
      }
    }
    ObjectNode most = request.putObject("limits");
    most.put("wallSeconds", limits.wall().toMillis() / 1000.0);
    most.put("cpuSeconds", limits.cpu().toMillis() / 1000.0);
    most.put("memoryBytes", limits.memoryBytes()).put("diskBytes", limits.diskBytes());
    most.put("files", limits.openFiles());
    // Without a namespace all processes of the user would count: the limit would hold back others'.
    most.put("processes", boundary == Boundary.FULL ? limits.processes() : 0);
    byte[] json = JSON.writeValueAsBytes(request);
    byte[] length = "%010d".formatted(json.length).getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(length.length + json.length).put(length).put(json).array();
  }

  private static JsonNode arguments(String row) {
    try {
      JsonNode arguments = JSON.readTree(row);
      if (arguments.isArray() || arguments.isObject()) {
        return arguments;
      }
    } catch (JacksonException e) {
      throw new SandboxException(
          SandboxException.Code.REQUEST, "a row of arguments is no JSON: " + row, e);
    }
    throw new SandboxException(
        SandboxException.Code.REQUEST, "a row of arguments must be an array or object: " + row);
  }

  /** Of a process that is gone, which Java hears of a moment after the kernel. */
  private static int exitOf(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw Interpreter.stopped(e);
    }
  }

  /** Hands the program over and waits until it is over; the interpreter is gone then. */
  Outcome in(Interpreter interpreter, byte[] request, Boundary boundary, boolean warm) {
    long began = System.nanoTime();
    @Nullable Ending ended;
    try (interpreter) {
      String input = program.entry() instanceof Entry.Script script ? script.input() : "";
      Duration before = interpreter.tree().sample().cpu();
      interpreter.deliver(request, input.getBytes(StandardCharsets.UTF_8), limits.outputBytes());
      ended = watch(interpreter, began, before);
    } catch (InterruptedException e) {
      throw Interpreter.stopped(e);
    }
    Duration wall = Duration.ofNanos(System.nanoTime() - began);
    if (ended == null && interpreter.printedTooMuch()) {
      ended = Ending.OUTPUT;
    }
    int exit = exitOf(interpreter.process());
    Reports reports = Reports.in(interpreter.output(), mark);
    Whereabouts whereabouts = Whereabouts.in(interpreter.errors());
    Ending ending = ended != null ? ended : ending(exit, reports);
    boolean late = ending == Ending.WALL_TIME || ending == Ending.CPU_TIME;
    return new Outcome(
        ending,
        boundary,
        exit,
        reports.output(),
        whereabouts.errors(),
        reports.findings(),
        reports.results(),
        late
            ? new Failure("Timeout", "it was not over within its time", whereabouts.line())
            : reports.failure(),
        new Usage(wall, cpu, peakBytes, warm));
  }

  /** Looks again and again; why it has to be ended, or null when it ended by itself. */
  private @Nullable Ending watch(Interpreter interpreter, long began, Duration cpuBefore)
      throws InterruptedException {
    while (true) {
      long left = limits.wall().toNanos() - (System.nanoTime() - began);
      long look = Math.max(1, Math.min(LOOK.toNanos(), left));
      if (interpreter.process().waitFor(look, TimeUnit.NANOSECONDS)) {
        return null;
      }
      if (interpreter.printedTooMuch()) {
        return Ending.OUTPUT;
      }
      ProcessTree.Sample sample = interpreter.tree().sample();
      Duration used = sample.cpu().minus(cpuBefore);
      cpu = used.compareTo(cpu) > 0 ? used : cpu;
      peakBytes = Math.max(peakBytes, sample.memoryBytes());
      if (sample.memoryBytes() > limits.memoryBytes()) {
        return Ending.MEMORY;
      }
      if (cpu.compareTo(limits.cpu()) > 0) {
        return Ending.CPU_TIME;
      }
      if (System.nanoTime() - began >= limits.wall().toNanos()) {
        return Ending.WALL_TIME;
      }
    }
  }

  private static Ending ending(int exit, Reports reports) {
    if (!reports.findings().isEmpty()) {
      return Ending.REJECTED;
    }
    if (exit == 0) {
      return Ending.COMPLETED;
    }
    if (reports.failure() != null && reports.failure().type().equals("MemoryError")) {
      return Ending.MEMORY;
    }
    if (exit == SIGXCPU) {
      return Ending.CPU_TIME;
    }
    return exit > SIGNALS && reports.failure() == null ? Ending.CRASHED : Ending.FAILED;
  }
}
