package dev.nightshift.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A started interpreter. It serves one program, or one series, and is gone then. */
final class Interpreter implements AutoCloseable {
  private static final long ROOM_AT_START = 64 << 10;

  /** Bytes of the two lines that tell the end of a request of a series, see interpreter.py. */
  private static final long ROOM_FOR_AN_END = 40 + 34;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration DRAIN = Duration.ofSeconds(1);
  private static final Duration SETTLING = Duration.ofSeconds(1);

  private final Process process;
  private final Limits limits;
  private final @Nullable Path directory;
  private final ProcessTree tree;
  private final AtomicLong room = new AtomicLong(ROOM_AT_START);
  private final OutputReader output;
  private final OutputReader errors;
  private List<ProcessTree.Member> known = List.of();
  private boolean ready;
  private boolean closed;

  /**
   * @param process the command's
   * @param limits those it was started with
   * @param directory deleted with it
   */
  Interpreter(Process process, Limits limits, @Nullable Path directory) {
    this.process = process;
    this.limits = limits;
    this.directory = directory;
    tree = new ProcessTree(process.pid());
    output = new OutputReader("sandbox-output", process.getInputStream(), room);
    errors = new OutputReader("sandbox-errors", process.getErrorStream(), room);
  }

  /** Its processes when it was ready, outermost first. */
  List<ProcessTree.Member> known() {
    return known;
  }

  Limits limits() {
    return limits;
  }

  ProcessTree tree() {
    return tree;
  }

  Process process() {
    return process;
  }

  /** Whether it can still be given a program. */
  boolean alive() {
    return process.isAlive();
  }

  /** Waits until it can be given a program; whether it can. */
  boolean awaitReady() {
    if (!ready) {
      try {
        ready = output.awaitFirst("ready", PATIENCE);
        known = tree.members();
      } catch (InterruptedException e) {
        throw stopped(e);
      }
    }
    return ready;
  }

  /** Hands over a request and what the program can read behind it, without waiting. */
  void deliver(byte[] request, byte[] input, long outputBytes) {
    room.set(outputBytes);
    writing(
        () -> {
          try (OutputStream in = process.getOutputStream()) {
            in.write(request);
            in.write(input);
          }
        });
  }

  /**
   * Hands over one request of a series and the word that its end is told with, without waiting.
   *
   * @param outputBytes that it may print, beside what tells its end
   */
  void deliverNext(byte[] request, String word, long outputBytes) {
    room.set(outputBytes + ROOM_FOR_AN_END);
    writing(
        () -> {
          OutputStream in = process.getOutputStream();
          in.write(request);
          in.write(word.getBytes(StandardCharsets.US_ASCII));
          in.flush();
        });
  }

  private interface Writing {
    void write() throws IOException;
  }

  private static void writing(Writing writing) {
    Thread writer =
        new Thread(
            () -> {
              try {
                writing.write();
              } catch (IOException e) {
                // It does not read to the end, which is its right.
              }
            },
            "sandbox-input");
    writer.setDaemon(true);
    writer.start();
  }

  /** Waits for the end of a request of a series; what is told of it, null when it has not come. */
  @Nullable String awaitEndOf(String word, Duration patience) throws InterruptedException {
    return output.awaitLast(word, patience);
  }

  /**
   * What a request of a series printed that is over.
   *
   * @return standard output and standard error
   */
  List<String> takePrinted(String word) throws InterruptedException {
    // Its end is told there first.
    errors.awaitLast(word, DRAIN);
    return List.of(output.takeBefore(word), errors.takeBefore(word));
  }

  /** Whether it printed more than is allowed. */
  boolean printedTooMuch() {
    return room.get() < 0;
  }

  String output() {
    return output.text();
  }

  String errors() {
    return errors.text();
  }

  /** What it said about why it did not come up: both ends of a process are not read at once. */
  String lastWords() {
    try {
      errors.awaitEnd(DRAIN);
    } catch (InterruptedException e) {
      throw stopped(e);
    }
    return errors.text().strip();
  }

  /** Ends whatever there is of it, and leaves only when nothing is left. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    settle();
    List<ProcessTree.Member> living = tree.members();
    kill();
    // Without a namespace the others do not go with the first; with one this only hastens it.
    for (ProcessTree.Member member : living) {
      if (member.pid() != process.pid() && !member.gone()) {
        ProcessHandle.of(member.pid()).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
    boolean gone =
        ProcessTree.awaitGone(living, PATIENCE) && ProcessTree.awaitGone(known, PATIENCE);
    try {
      output.awaitEnd(DRAIN);
      errors.awaitEnd(DRAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closePipes();
    if (directory != null) {
      TemporaryFiles.delete(directory);
    }
    if (!gone) {
      throw new SandboxException(
          SandboxException.Code.BROKEN, "of the processes " + living + " some cannot be ended");
    }
  }

  /**
   * Lets one that is still starting come up: while it does, it starts processes that a look at the
   * tree would miss. One that waits or runs a program is looked at as it is.
   */
  private void settle() {
    boolean interrupted = Thread.interrupted();
    try {
      if (!ready) {
        output.awaitFirst("ready", SETTLING);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends its first process, with which the others go. */
  void kill() {
    // By its handle: Process.destroyForcibly closes the pipes, with what is still in them.
    process.toHandle().destroyForcibly();
  }

  private void closePipes() {
    for (Closeable pipe :
        List.of(process.getOutputStream(), process.getInputStream(), process.getErrorStream())) {
      try {
        pipe.close();
      } catch (IOException e) {
        // It is broken, as it should be.
      }
    }
  }

  static SandboxException stopped(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SandboxException(SandboxException.Code.STOPPED, "the run was interrupted", e);
  }
}
