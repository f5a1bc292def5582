package dev.nightshift.council;

import dev.nightshift.council.CouncilSettings.RewriteCorrections;
import dev.nightshift.council.Deliberation.Abstained;
import dev.nightshift.council.Deliberation.Basis;
import dev.nightshift.council.Deliberation.Rewritten;
import dev.nightshift.embedding.Embedder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Agent-0: seats that rewrite a failed answer and vote. Thread-safe if its seats are.
 *
 * <p>A person's correction decides, without asking the seats. Otherwise each seat answers; the
 * answers are grouped by meaning; the agreement is the weight of the largest group's seats divided
 * by the weight of all seats, those without a usable reply included, so that a council of which
 * only one seat works never agrees with itself.
 */
public final class Council {
  private static final Logger log = LoggerFactory.getLogger(Council.class);

  private final List<Seat> seats;
  private final Embedder embedder;
  private final CouncilSettings settings;

  /**
   * A council of these seats; the embedder says which answers mean the same.
   *
   * @throws IllegalArgumentException when there is no seat
   */
  public Council(List<Seat> seats, Embedder embedder, CouncilSettings settings) {
    if (seats.isEmpty()) {
      throw new IllegalArgumentException("a council needs a seat");
    }
    this.seats = List.copyOf(seats);
    this.embedder = embedder;
    this.settings = settings;
  }

  /** Rewrites a failed answer, or abstains. Never throws because of a seat. */
  public Deliberation deliberate(CouncilCase theCase) {
    PersonsCorrection correction = theCase.correction();
    return correction == null ? vote(theCase) : follow(theCase, correction);
  }

  private Deliberation follow(CouncilCase theCase, PersonsCorrection correction) {
    String given = correction.text().strip();
    List<Vote> votes = new ArrayList<>();
    votes.add(new Vote(Vote.PERSON, Vote.PERSON, 1, new Vote.Cast(given, "", true)));
    Optional<String> sentence =
        settings.rewriteCorrections() == RewriteCorrections.TERSE
                && CorrectionSentence.isTerse(given)
            ? sentence(theCase.question(), given, votes)
            : Optional.empty();
    return new Rewritten(
        sentence.orElse(given),
        "A person corrected the answer.",
        1,
        votes,
        sentence.isPresent() ? Basis.CORRECTION_AS_SENTENCE : Basis.CORRECTION_AS_GIVEN);
  }

  private Optional<String> sentence(String question, String given, List<Vote> votes) {
    Seat seat = seats.getFirst();
    Vote.Ballot ballot;
    Optional<String> sentence = Optional.empty();
    try {
      String reply = seat.reply(CorrectionSentence.prompt(question, given), settings.seatTimeout());
      sentence = CorrectionSentence.accept(question, given, reply);
      ballot =
          sentence.isPresent()
              ? new Vote.Cast(sentence.get(), "", true)
              : new Vote.Malformed("its sentence lost or added something");
    } catch (RuntimeException e) {
      ballot = failed(seat, e);
    }
    votes.add(new Vote(seat.name(), seat.model(), seat.weight(), ballot));
    return sentence;
  }

  private Deliberation vote(CouncilCase theCase) {
    List<Vote> votes = seats.stream().map(seat -> ask(seat, theCase)).toList();
    AnswerMeaning meaning = new AnswerMeaning(theCase.question(), embedder, settings.sameMeaning());
    Optional<AnswerClusters.Cluster> largest = new AnswerClusters(meaning).largest(votes);
    if (largest.isEmpty()) {
      return new Abstained(unusable(votes), 0, votes);
    }
    double agreement = largest.get().weight() / seats.stream().mapToDouble(Seat::weight).sum();
    List<Vote> counted = votes.stream().map(vote -> counted(vote, largest.get())).toList();
    Vote.Cast speaker = largest.get().speaker();
    // A hair less than the threshold by rounding (0.6 as 0.2 + 0.4) is the threshold.
    if (agreement < settings.threshold() - 1e-9) {
      String reason =
          String.format(
              Locale.ROOT,
              "the seats agree by %.2f, less than %.2f",
              agreement,
              settings.threshold());
      return new Abstained(reason + without(votes), agreement, counted);
    }
    if (meaning.repeats(speaker.answer(), theCase.badAnswer())) {
      return new Abstained("the seats only repeat the failed answer", agreement, counted);
    }
    return new Rewritten(speaker.answer(), speaker.reasoning(), agreement, counted, Basis.SEATS);
  }

  private Vote ask(Seat seat, CouncilCase theCase) {
    Vote.Ballot ballot;
    try {
      String text =
          seat.reply(
              CasePrompt.of(theCase, seat.role(), settings.maxTokens()), settings.seatTimeout());
      ballot =
          SeatReply.parse(text)
              .<Vote.Ballot>map(reply -> new Vote.Cast(reply.answer(), reply.reasoning(), false))
              .orElseGet(() -> new Vote.Malformed(Excerpt.of(text, 200)));
    } catch (RuntimeException e) {
      ballot = failed(seat, e);
    }
    return new Vote(seat.name(), seat.model(), seat.weight(), ballot);
  }

  private static String unusable(List<Vote> votes) {
    return Abstained.isUnheard(votes)
        ? "no seat replied: " + ((Vote.Silent) votes.getFirst().ballot()).reason()
        : "no seat gave a usable reply" + without(votes);
  }

  /** Names the seats that are missing from an agreement. */
  private static String without(List<Vote> votes) {
    List<String> silent =
        votes.stream()
            .filter(vote -> vote.ballot() instanceof Vote.Silent)
            .map(Vote::seat)
            .toList();
    return silent.isEmpty() ? "" : "; no reply from " + String.join(", ", silent);
  }

  private static Vote.Silent failed(Seat seat, RuntimeException e) {
    String reason = e.getMessage() == null ? e.toString() : e.getMessage();
    log.warn("council seat {} on {} gave no reply: {}", seat.name(), seat.model(), reason);
    return new Vote.Silent(reason);
  }

  private static Vote counted(Vote vote, AnswerClusters.Cluster largest) {
    return switch (vote.ballot()) {
      case Vote.Malformed _, Vote.Silent _ -> vote;
      case Vote.Cast cast ->
          new Vote(
              vote.seat(),
              vote.model(),
              vote.weight(),
              new Vote.Cast(cast.answer(), cast.reasoning(), largest.votes().contains(vote)));
    };
  }
}
