package dev.nightshift.memory;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.exchange.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Exchanges for {@code bench/recall}, the same for the same number: texts of words whose frequency
 * falls as in natural language (Zipf), and vectors in clusters, as sentence embeddings lie: topics,
 * subjects in them, rewordings around those, with a spectrum that decays. The vector of a text is
 * the one whose number the text begins with, read from a file, so that embedding costs nothing.
 */
final class SyntheticExchanges implements Embedder {
  static final int DIMENSION = 384;
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int TOPICS = 400;
  private static final int SUBJECTS = 40;
  private static final int WORDS = 60_000;
  private static final int TOPIC_WORDS = 60;
  private static final List<String> FRAMES =
      List.of(
          "what is the", "how does one", "where are the", "why did a", "who has the", "when is");

  private final FloatBuffer vectors;
  private final FloatBuffer queries;

  /** Maps the files, which are made when they are not there. */
  SyntheticExchanges(Path folder, int count, int asked) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("vectors-%d.f32".formatted(count));
    Path others = folder.resolve("queries-%d.f32".formatted(count));
    if (!Files.exists(file)) {
      write(file, count, 1);
    }
    if (!Files.exists(others) || Files.size(others) != 4L * DIMENSION * asked) {
      writeQueries(others, file, count, asked);
    }
    vectors = map(file);
    queries = map(others);
  }

  private static FloatBuffer map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      return bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }
  }

  private static void write(Path file, int count, long seed) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.allocate(4 * DIMENSION * 1000).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < count; i++) {
        for (float component : vector(i, seed)) {
          buffer.putFloat(component);
        }
        if (!buffer.hasRemaining() || i == count - 1) {
          channel.write(buffer.flip());
          buffer.clear();
        }
      }
    }
  }

  /** Half are rewordings of something that was asked, half are new questions about its topics. */
  private static void writeQueries(Path file, Path known, int count, int asked) throws IOException {
    FloatBuffer vectors = map(known);
    ByteBuffer buffer = ByteBuffer.allocate(4 * DIMENSION * asked).order(ByteOrder.LITTLE_ENDIAN);
    for (int q = 0; q < asked; q++) {
      SplittableRandom random = new SplittableRandom(900_000_000L + q);
      float[] vector = vector(1_000_000_000 + q, 1);
      if (q % 2 == 0) {
        float[] like = at(vectors, original(q, count));
        float[] noise = direction(random);
        for (int d = 0; d < DIMENSION; d++) {
          vector[d] = 0.9f * like[d] + 0.43f * noise[d];
        }
        normalise(vector);
      }
      for (float component : vector) {
        buffer.putFloat(component);
      }
    }
    Files.write(file, buffer.array());
  }

  /** What the query of that number rewords. */
  private static int original(int query, int count) {
    return new SplittableRandom(query).nextInt(count);
  }

  private static float[] vector(int number, long seed) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
    int topic = random.nextInt(TOPICS);
    int subject = random.nextInt(SUBJECTS);
    float[] sum = direction(new SplittableRandom(77_000L + topic));
    float[] second = direction(new SplittableRandom(99_000L + 1000L * topic + subject));
    float[] own = direction(random);
    for (int d = 0; d < DIMENSION; d++) {
      sum[d] = 0.55f * sum[d] + 0.55f * second[d] + 0.6f * own[d];
    }
    return normalise(sum);
  }

  private static float[] direction(SplittableRandom random) {
    float[] vector = new float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      vector[d] = (float) (random.nextGaussian() / Math.sqrt(1 + d / 24.0));
    }
    return normalise(vector);
  }

  private static float[] normalise(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    float length = (float) Math.sqrt(squares);
    for (int d = 0; d < vector.length; d++) {
      vector[d] /= length;
    }
    return vector;
  }

  private static float[] at(FloatBuffer all, int number) {
    float[] vector = new float[DIMENSION];
    all.get(number * DIMENSION, vector);
    return vector;
  }

  float[] vectorOf(int number) {
    return at(vectors, number);
  }

  float[] query(int number) {
    return at(queries, number);
  }

  static String id(int number) {
    return "018f-exchange-%010d".formatted(number);
  }

  static Exchange exchange(int number) {
    SplittableRandom random = new SplittableRandom(1_000_003L + number);
    int topic = random.nextInt(TOPICS);
    boolean success = number % 10 != 0;
    return new Exchange(
        id(number),
        START.plusSeconds(number),
        "e" + number + " " + text(random, topic, 6 + random.nextInt(8)),
        text(random, topic, 20 + random.nextInt(30)),
        "smollm2",
        "base",
        success ? 0.9 : 0.4,
        new Outcome(success, Outcome.Cause.CONFIDENCE),
        Duration.ofMillis(300),
        20,
        30,
        "user" + random.nextInt(500));
  }

  static Feedback correction(int number) {
    SplittableRandom random = new SplittableRandom(5_000_003L + number);
    return new Feedback(
        "f" + number,
        id(number),
        START.plusSeconds(number + 60L),
        "user" + random.nextInt(500),
        Feedback.Kind.CORRECTION,
        text(random, random.nextInt(TOPICS), 15));
  }

  /** A question in the words of what it rewords, or of any topic. */
  static String question(int query, int count) {
    SplittableRandom random = new SplittableRandom(700_000_000L + query);
    int topic =
        query % 2 == 0
            ? new SplittableRandom(1_000_003L + original(query, count)).nextInt(TOPICS)
            : random.nextInt(TOPICS);
    return "q" + query + " " + text(random, topic, 6 + random.nextInt(8));
  }

  private static String text(SplittableRandom random, int topic, int length) {
    StringBuilder text = new StringBuilder(FRAMES.get(random.nextInt(FRAMES.size())));
    for (int i = 0; i < length; i++) {
      int rank =
          random.nextInt(3) == 0
              ? 200 + topic * TOPIC_WORDS + zipf(random, TOPIC_WORDS)
              : zipf(random, WORDS);
      text.append(' ').append(word(rank));
    }
    return text.append('?').toString();
  }

  /** A rank from 0, the first ones the most frequent: 1 / (rank + 1) by inverting the integral. */
  private static int zipf(SplittableRandom random, int most) {
    return (int) Math.min(most - 1, Math.exp(random.nextDouble() * Math.log(most)) - 1);
  }

  /** A word that can be said, one for each rank. */
  private static String word(int rank) {
    String consonants = "bdfgklmnprstvz";
    String vowels = "aeiou";
    StringBuilder word = new StringBuilder();
    for (int rest = rank + 70; rest > 0; rest /= 70) {
      word.append(consonants.charAt(rest % 14)).append(vowels.charAt(rest % 70 / 14));
    }
    return word.append('k').toString();
  }

  @Override
  public String id() {
    return "synthetic";
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  @Override
  public float[] embed(String text) {
    int number = Integer.parseInt(text.substring(1, text.indexOf(' ')));
    return text.charAt(0) == 'q' ? query(number) : vectorOf(number);
  }
}
