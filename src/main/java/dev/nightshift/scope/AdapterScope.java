package dev.nightshift.scope;

import dev.nightshift.embedding.Embedder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The questions an adapter was trained on and how near another must be for the adapter to answer
 * it. Immutable and thread-safe.
 *
 * <p>A question's score is its cosine to a training question, adjusted by what their words say
 * ({@link Clues}); the training question with the highest score decides.
 */
public final class AdapterScope {
  private final String embedderId;
  private final double threshold;
  private final List<String> questions;
  private final List<String> answers;
  private final List<TaughtAnswer> taught;
  private final List<float[]> vectors;
  private final List<Clues> clues;
  private final ScopeEvidence evidence;

  /**
   * A scope.
   *
   * @param embedderId what made the vectors
   * @param threshold least score in scope, within 0 and 1
   * @param questions training questions, at least one
   * @param answers what was taught, one for each question; empty when that is not known
   * @param vectors one for each question, unit length, all of one dimension; not copied
   * @param evidence what the threshold was chosen by
   */
  public AdapterScope(
      String embedderId,
      double threshold,
      List<String> questions,
      List<String> answers,
      List<float[]> vectors,
      ScopeEvidence evidence) {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("the threshold must be within 0 and 1: " + threshold);
    }
    if (questions.isEmpty() || questions.size() != vectors.size()) {
      throw new IllegalArgumentException(
          "a scope needs at least one question and a vector for each, not "
              + questions.size()
              + " questions and "
              + vectors.size()
              + " vectors");
    }
    if (!answers.isEmpty() && answers.size() != questions.size()) {
      throw new IllegalArgumentException(
          questions.size() + " questions cannot have " + answers.size() + " answers");
    }
    vectors.forEach(vector -> requireUnit(vector, vectors.getFirst().length));
    this.embedderId = embedderId;
    this.threshold = threshold;
    this.questions = List.copyOf(questions);
    this.answers = List.copyOf(answers);
    this.taught =
        IntStream.range(0, answers.size())
            .mapToObj(i -> TaughtAnswer.of(questions.get(i), answers.get(i)))
            .toList();
    this.vectors = List.copyOf(vectors);
    this.clues = questions.stream().map(Clues::of).toList();
    this.evidence = evidence;
  }

  private static void requireUnit(float[] vector, int dimension) {
    if (vector.length != dimension || !(Math.abs(dot(vector, vector) - 1) < 1e-3)) {
      throw new IllegalArgumentException(
          "every vector must have unit length and " + dimension + " components");
    }
  }

  /**
   * Reads a scope.
   *
   * @throws ScopeException IO or FORMAT
   */
  public static AdapterScope read(Path file) {
    return ScopeFile.read(file);
  }

  /**
   * Writes the scope, whole or not at all.
   *
   * @throws ScopeException IO
   */
  public void write(Path file) {
    ScopeFile.write(this, file);
  }

  /**
   * Decides whether the adapter may answer a question.
   *
   * @throws ScopeException EMBEDDER when the scope was made with another embedder
   */
  public Decision decide(String question, Embedder embedder) {
    if (!embedder.id().equals(embedderId)) {
      throw new ScopeException(
          ScopeException.Code.EMBEDDER,
          "the adapter's scope was made with the embedder '"
              + embedderId
              + "', questions are embedded with '"
              + embedder.id()
              + "'; train the adapter again, or serve it with the scope policy ALWAYS");
    }
    return decide(question, embedder.embed(question));
  }

  /** Decides with the question's vector at hand, made by the embedder of this scope. */
  public Decision decide(String question, float[] vector) {
    if (vector.length != vectors.getFirst().length) {
      throw new ScopeException(
          ScopeException.Code.EMBEDDER,
          "the question's vector has "
              + vector.length
              + " components, those of the scope "
              + vectors.getFirst().length);
    }
    Clues asked = Clues.of(question);
    List<TaughtAnswer> near = new ArrayList<>();
    int best = -1;
    double bestSimilarity = 0;
    double bestScore = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < questions.size(); i++) {
      double similarity = Math.clamp(dot(vectors.get(i), vector), -1, 1);
      if (similarity + Clues.MOST > Math.min(bestScore, threshold)) {
        double score = similarity + asked.adjustment(clues.get(i));
        if (score >= threshold && !taught.isEmpty()) {
          near.add(taught.get(i));
        }
        if (score > bestScore) {
          best = i;
          bestSimilarity = similarity;
          bestScore = score;
        }
      }
    }
    return new Decision(
        bestScore >= threshold, bestSimilarity, bestScore, questions.get(best), near);
  }

  /**
   * The scope without some of its questions, their answers and vectors; the threshold stays. Empty
   * when nothing else is in it.
   */
  public Optional<AdapterScope> without(Predicate<String> which) {
    List<Integer> kept =
        IntStream.range(0, questions.size())
            .filter(i -> !which.test(questions.get(i)))
            .boxed()
            .toList();
    return kept.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new AdapterScope(
                embedderId,
                threshold,
                kept.stream().map(questions::get).toList(),
                answers.isEmpty() ? answers : kept.stream().map(answers::get).toList(),
                kept.stream().map(vectors::get).toList(),
                evidence));
  }

  /** What made the vectors. */
  public String embedderId() {
    return embedderId;
  }

  /** Least score in scope. */
  public double threshold() {
    return threshold;
  }

  /** The training questions. */
  public List<String> questions() {
    return questions;
  }

  /** What was taught, one for each question; empty when that is not known. */
  public List<String> answers() {
    return answers;
  }

  /** What the threshold was chosen by. */
  public ScopeEvidence evidence() {
    return evidence;
  }

  List<float[]> vectors() {
    return vectors;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
