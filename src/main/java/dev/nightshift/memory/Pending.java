package dev.nightshift.memory;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** What the log has and the index has not yet. Thread-safe. */
final class Pending {
  /** After so long an exchange goes into the index without its vector, which is added later. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** With so many waiting nothing waits for vectors any more. */
  static final int MANY = 4000;

  private final Deque<Entry> entries = new ArrayDeque<>();
  private final Map<String, Waiting> exchanges = new HashMap<>();
  private final Map<String, List<Feedback>> said = new HashMap<>();
  private final Set<String> feedbackIds = new HashSet<>();
  private final Queue<Waiting> unembedded = new ConcurrentLinkedQueue<>();
  private long footprint;

  private record Entry(Frame frame, List<Waiting> exchanges, long since) {}

  /** An exchange whose vector may come. */
  static final class Waiting {
    private final Exchange exchange;
    private volatile float @Nullable [] vector;
    private volatile boolean gone;

    private Waiting(Exchange exchange) {
      this.exchange = exchange;
    }

    Exchange exchange() {
      return exchange;
    }

    /** Unit length; null as long as it has not been computed. */
    float @Nullable [] vector() {
      return vector;
    }

    void embedded(float[] computed) {
      vector = computed;
    }
  }

  /**
   * What waits of one exchange.
   *
   * @param exchange null when that is in the index
   * @param feedback that waits, in its order
   */
  record Part(@Nullable Exchange exchange, List<Feedback> feedback) {}

  /**
   * What is to go into the index next.
   *
   * @param through number of the last frame of it
   */
  record Taken(long through, List<Waiting> exchanges, List<Feedback> feedback) {
    int entries() {
      return exchanges.size() + feedback.size();
    }
  }

  synchronized void add(Frame frame) {
    List<Waiting> waiting = frame.exchanges().stream().map(Waiting::new).toList();
    waiting.forEach(one -> exchanges.putIfAbsent(one.exchange().id(), one));
    unembedded.addAll(waiting);
    for (Feedback one : frame.feedback()) {
      said.computeIfAbsent(one.exchangeId(), id -> new ArrayList<>()).add(one);
      feedbackIds.add(one.id());
    }
    entries.add(new Entry(frame, waiting, System.nanoTime()));
    footprint += frame.footprint();
  }

  /**
   * The oldest frames whose exchanges all have vectors or have waited long enough for them.
   *
   * @param most entries; of one frame there may be more
   */
  synchronized Taken due(int most) {
    boolean many = crowded();
    long now = System.nanoTime();
    List<Entry> due = new ArrayList<>();
    int taken = 0;
    for (Entry entry : entries) {
      if (taken >= most) {
        break;
      }
      boolean embedded = entry.exchanges().stream().allMatch(one -> one.vector() != null);
      if (!embedded && !many && now - entry.since() < PATIENCE.toNanos()) {
        break;
      }
      due.add(entry);
      taken += entry.frame().entries();
    }
    return taken(due);
  }

  /**
   * The oldest frames, with vectors or without.
   *
   * @param least entries, if there are so many
   */
  synchronized Taken oldest(int least) {
    List<Entry> oldest = new ArrayList<>();
    int taken = 0;
    for (Entry entry : entries) {
      if (taken >= least) {
        break;
      }
      oldest.add(entry);
      taken += entry.frame().entries();
    }
    return taken(oldest);
  }

  synchronized Taken all() {
    return taken(List.copyOf(entries));
  }

  private static Taken taken(List<Entry> some) {
    return new Taken(
        some.isEmpty() ? 0 : some.getLast().frame().number(),
        some.stream().flatMap(entry -> entry.exchanges().stream()).toList(),
        some.stream().flatMap(entry -> entry.frame().feedback().stream()).toList());
  }

  /** To be called when the index shows what was taken. */
  synchronized void remove(long through) {
    while (!entries.isEmpty() && entries.getFirst().frame().number() <= through) {
      Entry gone = entries.removeFirst();
      footprint -= gone.frame().footprint();
      for (Waiting one : gone.exchanges()) {
        one.gone = true;
        exchanges.remove(one.exchange().id(), one);
      }
      for (Feedback one : gone.frame().feedback()) {
        feedbackIds.remove(one.id());
        List<Feedback> left = said.get(one.exchangeId());
        if (left != null && left.remove(one) && left.isEmpty()) {
          said.remove(one.exchangeId());
        }
      }
    }
    for (Waiting first = unembedded.peek(); first != null && first.gone; ) {
      unembedded.remove(first);
      first = unembedded.peek();
    }
  }

  synchronized Part of(String id) {
    Waiting waiting = exchanges.get(id);
    return new Part(
        waiting == null ? null : waiting.exchange(), List.copyOf(said.getOrDefault(id, List.of())));
  }

  /** Those of these exchanges that wait; may be changed. */
  synchronized Set<String> knownOf(Set<String> ids) {
    Set<String> known = new HashSet<>(ids);
    known.retainAll(exchanges.keySet());
    return known;
  }

  /** Those of these pieces of feedback that wait; may be changed. */
  synchronized Set<String> knownFeedbackOf(Set<String> ids) {
    Set<String> known = new HashSet<>(ids);
    known.retainAll(feedbackIds);
    return known;
  }

  /** Whether so much waits that it has to get on. */
  synchronized boolean crowded() {
    return exchanges.size() > MANY;
  }

  synchronized boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Whether something was said, be it of an exchange that waits or of one in the index. */
  synchronized boolean saysAnything() {
    return !feedbackIds.isEmpty();
  }

  /** About what it takes of the heap, in bytes. */
  synchronized long footprint() {
    return footprint;
  }

  /**
   * The next exchange to be embedded, or null when there is none. Takes no lock: who embeds gives
   * way to others, and would hold it all that time.
   */
  @Nullable Waiting next() {
    Waiting next = unembedded.poll();
    while (next != null && next.gone) {
      next = unembedded.poll();
    }
    return next;
  }

  /** Whether there is nothing to be embedded; takes no lock. */
  boolean allEmbedded() {
    return unembedded.isEmpty();
  }
}
