package dev.nightshift.starter;

import dev.nightshift.asking.AskReply;
import dev.nightshift.assembly.Pipeline;
import dev.nightshift.assembly.PipelineServer;
import dev.nightshift.assembly.Settings;
import dev.nightshift.backup.Restore;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.gateway.ServerFile;
import dev.nightshift.home.Home;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * A pipeline in this JVM: answers, remembers, takes corrections, and trains at night.
 *
 * <p>With the application it starts its HTTP server too (console, OpenAI's API, metrics; {@code
 * nightshift.gateway.port}), so that {@code pipeline --home …} and a browser find it. Thread-safe
 * between start and stop.
 */
public final class Nightshift implements SmartLifecycle {
  private final Home home;
  private final Settings settings;
  private @Nullable Running running;

  private record Running(Pipeline pipeline, PipelineServer server) {}

  Nightshift(Home home, Settings settings) {
    this.home = home;
    this.settings = settings;
  }

  /**
   * Answers a question, told what people corrected of questions near to it, and remembers both.
   *
   * @param author who asks, so that what they say can be found and forgotten; blank for nobody
   * @throws IllegalStateException when the application has not started or is stopping
   */
  public Answered ask(String question, String author) {
    AskReply reply = pipeline().asking().ask(question, author);
    return new Answered(
        reply.id(),
        reply.answer().text(),
        reply.answer().confidence(),
        reply.success(),
        reply.answer().adapter());
  }

  /**
   * Says what should have been answered. The next question near to it is told; the next night
   * trains it.
   *
   * @throws dev.nightshift.memory.MemoryException UNKNOWN_EXCHANGE when there is no such answer
   */
  public void correct(String id, String better, String author) {
    pipeline().feedback().give(id, Feedback.Kind.CORRECTION, better, author);
  }

  /**
   * Says whether an answer was right.
   *
   * @throws dev.nightshift.memory.MemoryException UNKNOWN_EXCHANGE when there is no such answer
   */
  public void judge(String id, boolean right, String author) {
    pipeline().feedback().give(id, right ? Feedback.Kind.UP : Feedback.Kind.DOWN, null, author);
  }

  /** Base address of its HTTP server, such as {@code http://127.0.0.1:8000}. */
  public String url() {
    return started().server().url();
  }

  /** Where it keeps everything. */
  public Home home() {
    return home;
  }

  private Pipeline pipeline() {
    return started().pipeline();
  }

  private synchronized Running started() {
    if (running == null) {
      throw new IllegalStateException(
          "Nightshift is not running: it starts and stops with the application's context");
    }
    return running;
  }

  @Override
  public synchronized void start() {
    if (running != null) {
      return;
    }
    Restore.requireWhole(home);
    ServerFile.find(home.state())
        .ifPresent(
            other -> {
              throw new IllegalStateException(
                  "a server runs on the home " + home.root() + " already: " + other.url());
            });
    Pipeline pipeline = new Pipeline(home, settings);
    boolean served = false;
    try {
      running = new Running(pipeline, PipelineServer.start(pipeline));
      served = true;
    } finally {
      if (!served) {
        pipeline.close();
      }
    }
  }

  @Override
  public synchronized void stop() {
    if (running != null) {
      try {
        running.server().close();
      } finally {
        running.pipeline().close();
        running = null;
      }
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return running != null;
  }
}
