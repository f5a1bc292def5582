package dev.nightshift.serving;

import dev.nightshift.serving.ServingException.Code;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A reply that comes line by line. Whoever reads it can leave at any time, also while nothing
 * comes; closing it then closes the connection, by which a server knows that nobody wants the rest.
 */
final class StreamedReply implements AutoCloseable {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Lines lines = new Lines();
  private final CompletableFuture<HttpResponse<Void>> sent;
  private volatile int status;

  /** Sends a request and waits for nothing. */
  StreamedReply(HttpClient client, HttpRequest request) {
    this.sent =
        client.sendAsync(
            request,
            info -> {
              status = info.statusCode();
              return BodySubscribers.fromLineSubscriber(lines);
            });
    CompletableFuture<?> _ = sent.whenComplete((response, failure) -> lines.end());
  }

  /** The status, once there is a line or none will come. */
  int status() {
    return status;
  }

  /**
   * The next line; empty at the end.
   *
   * @throws ServingException TIMEOUT, CANCELLED
   * @throws ExecutionException when the connection could not be made, or broke
   */
  Optional<String> next(Deadline deadline, BooleanSupplier cancelled)
      throws ExecutionException, InterruptedException {
    while (true) {
      if (cancelled.getAsBoolean()) {
        throw new ServingException(Code.CANCELLED, "the request was cancelled");
      }
      long left = deadline.remainingOrThrow().toNanos();
      Optional<String> line = lines.queue.poll(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS);
      if (line != null) {
        if (line.isEmpty()) {
          HttpResponse<Void> _ = sent.get();
        }
        return line;
      }
    }
  }

  @Override
  public void close() {
    lines.cancel();
    sent.cancel(true);
  }

  /** Takes the lines as they come; an answer is short enough to be kept. */
  private static final class Lines implements Flow.Subscriber<String> {
    private final BlockingQueue<Optional<String>> queue = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      queue.add(Optional.of(line));
    }

    /** The response fails with it too, which ends the lines. */
    @Override
    public void onError(Throwable failure) {}

    /** The response is complete then too, which ends the lines. */
    @Override
    public void onComplete() {}

    void end() {
      queue.add(Optional.empty());
    }

    void cancel() {
      Flow.Subscription begun = subscription;
      if (begun != null) {
        begun.cancel();
      }
    }
  }
}
