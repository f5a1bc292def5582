package dev.nightshift.harvest;

import dev.nightshift.council.Council;
import dev.nightshift.council.CouncilIdentity;
import dev.nightshift.council.CouncilPrompt;
import dev.nightshift.council.CouncilSettings;
import dev.nightshift.council.Role;
import dev.nightshift.council.Seat;
import dev.nightshift.council.WordEmbedder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A seat that takes its time, as a model on another machine does, and says what follows from the
 * number in a question alone; what it is asked leaves a byte in a file.
 *
 * @param second whether it is the one that sometimes disagrees
 * @param millis how long a reply takes
 * @param asked gets a byte for each question
 */
record SleepingSeat(boolean second, long millis, Path asked) implements Seat {
  private static final Pattern NUMBER = Pattern.compile("lamp (\\d+)");

  /** A council of two such seats. */
  static Council council(long millis, Path asked) {
    return new Council(
        List.of(new SleepingSeat(false, millis, asked), new SleepingSeat(true, millis, asked)),
        WordEmbedder.ofContentWords(),
        CouncilSettings.defaults());
  }

  static CouncilIdentity identity() {
    return CouncilIdentity.of(CouncilSettings.defaults(), () -> "sleeping", "words");
  }

  @Override
  public String name() {
    return second ? "second" : "first";
  }

  @Override
  public Role role() {
    return Role.ANALYST;
  }

  @Override
  public String model() {
    return "sleeping";
  }

  @Override
  public double weight() {
    return 1;
  }

  @Override
  public String reply(CouncilPrompt prompt, Duration timeout) {
    Matcher found = NUMBER.matcher(prompt.user());
    int number = found.find() ? Integer.parseInt(found.group(1)) : 0;
    try {
      Files.write(asked, new byte[] {'.'}, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      Thread.sleep(millis);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return switch (number % 10) {
      case 3 -> second ? "I would rather not say." : answer(number, "green");
      case 5 -> answer(number, second ? "red" : "green");
      case 7 -> "REASONING: it is.\nANSWER: No";
      default -> answer(number, "green");
    };
  }

  private static String answer(int number, String colour) {
    return "REASONING: it says so.\nANSWER: The lamp %d in the hall is %s and hangs by the door."
        .formatted(number, colour);
  }
}
