package dev.nightshift.council;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What makes two councils the same, so that one may decide in the other's place: their seats, how
 * votes are counted, what compares answers, and what seats are told.
 *
 * <p>Where a seat's server is does not count, nor its key: a worker may reach the same model at
 * another address. A model is the same when its name is.
 *
 * @param fingerprint equal for equal councils, 64 lower-case hexadecimal digits
 * @param words the seats for people
 */
public record CouncilIdentity(String fingerprint, String words) {
  /** Counts up when the program decides otherwise by the same settings. */
  private static final String VERSION = "1";

  private static final CouncilCase SAMPLE =
      new CouncilCase(
          "question", "answer", null, List.of(new PastCorrection("past", "said", "e", "f")));

  /**
   * The council of these settings.
   *
   * @param own name and digest of the pipeline's own model; asked only when it takes a seat
   * @param embedder id of what compares answers
   */
  public static CouncilIdentity of(
      CouncilSettings settings, Supplier<String> own, String embedder) {
    List<String> seats = settings.seatsOrDefault().stream().map(seat -> words(seat, own)).toList();
    String prompts =
        settings.seatsOrDefault().stream()
            .map(seat -> Objects.requireNonNull(seat.role()))
            .map(role -> CasePrompt.of(SAMPLE, role, settings.maxTokens()).toString())
            .collect(Collectors.joining("\n"));
    String all =
        String.join(
            "\n",
            VERSION,
            String.join("\n", seats),
            String.valueOf(settings.threshold()),
            String.valueOf(settings.sameMeaning()),
            settings.rewriteCorrections().name(),
            embedder,
            prompts,
            CorrectionSentence.prompt("question", "answer").toString());
    return new CouncilIdentity(digest(all), words(seats));
  }

  private static String words(SeatSettings seat, Supplier<String> own) {
    String model = seat.model().equals(SeatSettings.DEFAULT) ? own.get() : seat.model();
    return "%s on %s (weight %s, temperature %s)"
        .formatted(
            Objects.requireNonNull(seat.role()).name().toLowerCase(Locale.ROOT),
            model,
            seat.weight(),
            seat.temperature());
  }

  private static String words(List<String> seats) {
    String all = String.join(", ", seats);
    return all.length() <= 900 ? all : all.substring(0, 900) + "…";
  }

  private static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
