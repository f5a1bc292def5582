package dev.nightshift.quarantine;

import dev.nightshift.corpus.QuestionKey;
import dev.nightshift.embedding.Embedder;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.memory.FeedbackHistory;
import dev.nightshift.memory.Remembered;
import dev.nightshift.memory.Window;
import dev.nightshift.quarantine.RecentCorrections.Recent;
import dev.nightshift.quarantine.RecentCorrections.Seen;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each correction before it is remembered, and holds back what a person should see first.
 * Thread-safe: each sees those who came before it, so that a limit is not passed by those who come
 * together, and none waits while another is compared with them.
 *
 * <p>What it does not stop: few corrections that are plain lies, and floods under many names whose
 * words differ.
 */
public final class Intake implements FeedbackGate {
  /** Fewer letters say the same of many things without being a flood: "Yes.", "In 2026." */
  private static final int TELLING = 12;

  /** So many of one author count whatever the share is. */
  private static final int LEAST_SHARE = 5;

  /** So many of earlier are compared with after a start; embedding them takes a second or two. */
  private static final int COMPARED = 500;

  /** What those say that are only counted. */
  private static final float[] UNKNOWN = {};

  private final ExchangeMemory memory;
  private final FeedbackHistory history;
  private final Embedder embedder;
  private final Rulings rulings;
  private final Screen screen;
  private final QuarantineSettings settings;
  private final InstantSource clock;
  private @Nullable RecentCorrections recent;

  /**
   * Looks at what comes into a memory.
   *
   * @param history the memory's
   * @param embedder tells whether corrections say the same
   */
  public Intake(
      ExchangeMemory memory,
      FeedbackHistory history,
      Embedder embedder,
      Rulings rulings,
      QuarantineSettings settings,
      InstantSource clock) {
    this.memory = memory;
    this.history = history;
    this.embedder = embedder;
    this.rulings = rulings;
    this.screen = Screen.of(rulings);
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Optional<String> consider(Feedback feedback) {
    String words = feedback.correction();
    Optional<Remembered> found =
        words == null || words.isBlank() ? Optional.empty() : memory.find(feedback.exchangeId());
    if (words == null || found.isEmpty()) {
      return Optional.empty();
    }
    Exchange exchange = found.get().exchange();
    float[] vector = embedder.embed(words);
    String question = QuestionKey.of(exchange.question());
    Recent one = new Recent(feedback.author(), exchange.author(), question, vector, feedback.at());
    Seen known;
    synchronized (this) {
      known = recent().add(one);
    }
    Optional<String> reason =
        screen
            .words(exchange.question(), words)
            .or(() -> flood(known, question, words, vector))
            .or(() -> tooMany(known, feedback.author(), exchange.author()));
    if (reason.isPresent()) {
      one.held();
      rulings.put(
          new Ruling(
              exchange.id(), feedback.id(), Ruling.State.HELD, reason.get(), clock.instant()));
    }
    return reason;
  }

  private Optional<String> flood(Seen known, String question, String words, float[] vector) {
    if (words.strip().length() < TELLING) {
      return Optional.empty();
    }
    int alike = known.alike(question, vector, settings.floodSimilarity());
    return alike < settings.maxAlike()
        ? Optional.empty()
        : Optional.of(
            "flood: %d other questions were corrected in nearly the same words".formatted(alike));
  }

  /** Of one author, and of all authors of one key: an application names its users as it likes. */
  private Optional<String> tooMany(Seen known, String author, String asker) {
    long share =
        Math.max(LEAST_SHARE, (long) Math.floor(settings.maxAuthorShare() * (known.size() + 1)));
    long most =
        settings.maxAuthorShare() == 1
            ? settings.maxCorrections()
            : Math.min(share, settings.maxCorrections());
    return limit(known, author, asker, "author", UnaryOperator.identity(), most)
        .or(() -> limit(known, author, asker, "key", Intake::keyOf, settings.maxKeyCorrections()));
  }

  private static Optional<String> limit(
      Seen known, String author, String asker, String of, UnaryOperator<String> who, long most) {
    if (!known.othersThan(author, asker, who)) {
      return Optional.empty();
    }
    long before = known.countingOf(author, who);
    return before < most
        ? Optional.empty()
        : Optional.of("%s limit: %d corrections by one %s count already".formatted(of, before, of));
  }

  /** The key of an author such as {@code key/user}. */
  private static String keyOf(String author) {
    int user = author.indexOf('/');
    return user < 0 ? author : author.substring(0, user);
  }

  private RecentCorrections recent() {
    Instant oldest = clock.instant().minus(settings.window());
    RecentCorrections known = recent;
    if (known == null) {
      known = load(new Window(oldest, clock.instant().plusNanos(1)));
      recent = known;
    }
    known.dropBefore(oldest);
    return known;
  }

  private RecentCorrections load(Window window) {
    RecentCorrections loaded = new RecentCorrections();
    List<Feedback> earlierOnes = history.corrections(window, RecentCorrections.MOST);
    int counted = earlierOnes.size() - COMPARED;
    for (Feedback one : earlierOnes) {
      boolean onlyCounted = counted-- > 0;
      Optional<Remembered> on = memory.find(one.exchangeId());
      if (on.isPresent() && one.correction() != null) {
        Exchange exchange = on.get().exchange();
        Recent earlier =
            new Recent(
                one.author(),
                exchange.author(),
                QuestionKey.of(exchange.question()),
                onlyCounted ? UNKNOWN : embedder.embed(String.valueOf(one.correction())),
                one.at());
        if (rulings.find(exchange.id(), one.id()).isPresent()) {
          earlier.held();
        }
        loaded.add(earlier);
      }
    }
    return loaded;
  }
}
