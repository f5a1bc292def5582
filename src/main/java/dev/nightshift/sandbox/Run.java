package dev.nightshift.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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
  private final boolean series;
  private Duration cpu = Duration.ZERO;
  private long peakBytes;
  private boolean spent = true;

  /**
   * @param series whether it is one of several in its interpreter
   */
  Run(Program program, Limits limits, boolean series) {
    this.program = program;
    this.limits = limits;
    this.series = series;
  }

  /** Whether its interpreter can serve no other when it is over. */
  boolean spent() {
    return spent;
  }

  /**
   * The request as the interpreter reads it: its length in ten digits, and it.
   *
   * @throws SandboxException REQUEST when a row is no JSON array or object
   */
  byte[] request(Boundary boundary) {
    ObjectNode request = JSON.createObjectNode();
    request.put("mark", mark).put("source", program.source()).put("tail", program.tail());
    request.put("check", program.validation().enabled()).put("series", series);
    request.put("input", series ? input() : "");
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

  /** What the program can read; what is no text in UTF-8 is replaced. */
  private String input() {
    String input = program.entry() instanceof Entry.Script script ? script.input() : "";
    return new String(input.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** Hands the program over and waits until it is over; the interpreter is gone then. */
  Outcome in(Interpreter interpreter, byte[] request, Boundary boundary, boolean warm) {
    long began = System.nanoTime();
    @Nullable Ending ended;
    try (interpreter) {
      ProcessTree.Sample before = interpreter.tree().sample();
      interpreter.deliver(request, input().getBytes(StandardCharsets.UTF_8), limits.outputBytes());
      ended =
          watch(
              interpreter,
              began,
              new ProcessTree.Sample(before.cpu(), 0, before.pids()),
              look -> interpreter.process().waitFor(look.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      throw Interpreter.stopped(e);
    }
    return outcome(interpreter, ended, boundary, began, warm);
  }

  /**
   * Hands the program over to an interpreter that serves a series, and waits until it is over.
   * Where that interpreter can serve no other it is gone then.
   */
  Outcome next(Interpreter interpreter, byte[] request, Boundary boundary, boolean warm) {
    long began = System.nanoTime();
    String word = UUID.randomUUID().toString().replace("-", "");
    @Nullable Ending ended;
    @Nullable String told;
    try {
      ProcessTree.Sample before = interpreter.tree().sample();
      interpreter.deliverNext(request, word, limits.outputBytes());
      ended =
          watch(
              interpreter,
              began,
              before,
              look -> interpreter.awaitEndOf(word, look) != null || !interpreter.alive());
      told = ended == null ? interpreter.awaitEndOf(word, Duration.ZERO) : null;
      if (told != null) {
        // The exit status in three digits, and 1 when nothing of it is left.
        String[] end = told.strip().split(" ", -1);
        int exit = Integer.parseInt(end[0]);
        spent = !end[1].equals("1");
        List<String> printed = interpreter.takePrinted(word);
        return outcome(null, exit, printed.getFirst(), printed.getLast(), boundary, began, warm);
      }
      interpreter.close();
    } catch (InterruptedException e) {
      interpreter.close();
      throw Interpreter.stopped(e);
    }
    return outcome(interpreter, ended, boundary, began, warm);
  }

  /** What a run came to whose interpreter is gone. */
  private Outcome outcome(
      Interpreter interpreter,
      @Nullable Ending ended,
      Boundary boundary,
      long began,
      boolean warm) {
    @Nullable Ending why = ended == null && interpreter.printedTooMuch() ? Ending.OUTPUT : ended;
    int exit = exitOf(interpreter.process());
    String output = upTo(limits.outputBytes(), interpreter.output());
    return outcome(why, exit, output, interpreter.errors(), boundary, began, warm);
  }

  /** As much of a text as there is room for. */
  private static String upTo(long most, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= most ? text : new String(bytes, 0, (int) most, StandardCharsets.UTF_8);
  }

  private Outcome outcome(
      @Nullable Ending ended,
      int exit,
      String printed,
      String errors,
      Boundary boundary,
      long began,
      boolean warm) {
    Duration wall = Duration.ofNanos(System.nanoTime() - began);
    Reports reports = Reports.in(printed, mark);
    Whereabouts whereabouts = Whereabouts.in(errors);
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

  /** Waits for the end of a run, for a moment at most; whether it came. */
  private interface Over {
    boolean within(Duration look) throws InterruptedException;
  }

  /** Looks again and again; why it has to be ended, or null when it ended by itself. */
  private @Nullable Ending watch(
      Interpreter interpreter, long began, ProcessTree.Sample before, Over over)
      throws InterruptedException {
    while (true) {
      long left = limits.wall().toNanos() - (System.nanoTime() - began);
      if (over.within(Duration.ofNanos(Math.max(1, Math.min(LOOK.toNanos(), left))))) {
        return null;
      }
      if (interpreter.printedTooMuch()) {
        return Ending.OUTPUT;
      }
      ProcessTree.Sample sample = interpreter.tree().sample();
      Duration used = sample.cpu().minus(before.cpu());
      cpu = used.compareTo(cpu) > 0 ? used : cpu;
      long bytes = sample.memoryBytes() - before.memoryBytes();
      peakBytes = Math.max(peakBytes, bytes);
      if (bytes > limits.memoryBytes()) {
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
