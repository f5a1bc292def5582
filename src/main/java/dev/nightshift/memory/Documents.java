package dev.nightshift.memory;

import dev.nightshift.exchange.Context;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.exchange.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.jspecify.annotations.Nullable;

/** The documents of the index, to and from records; the fields' names are part of the format. */
final class Documents {
  static final String EXCHANGE_ID = "exchange_id";
  static final String FEEDBACK_ID = "feedback_id";
  static final String FEEDBACK_ON = "feedback_on";
  static final String STANDING_OF = "standing_of";
  static final String STANDING = "standing";
  static final String QUESTION = "question";
  static final String AT = "at";
  static final String AUTHOR = "author";
  static final String KIND = "kind";
  static final String HELPED_BY = "helped_by";

  /** Of an exchange whose question has no vector yet; the only term is {@link #ANY}. */
  static final String UNEMBEDDED = "unembedded";

  /** Words of the question of a corrected exchange, in its standing. */
  static final String CORRECTED_QUESTION = "corrected_question";

  /** Of a corrected exchange's question, in its standing; the exchange's own field follows. */
  private static final String CORRECTED_VECTOR = "corrected:";

  /** Terms of the field {@link #STANDING}. */
  static final String SUCCESS = "success";

  static final String FAILURE = "failure";
  static final String CORRECTED = "corrected";

  /**
   * A success that does not show that the model alone knows it: corrections stood in the prompt, or
   * there was more to the question than its words.
   */
  private static final String OTHER_SUCCESS = "helped";

  /** Both kinds of successes. */
  static final List<String> SUCCESSES = List.of(SUCCESS, OTHER_SUCCESS);

  static final String ANY = "any";

  private static final String ANSWER = "answer";
  private static final String MODEL = "model";
  private static final String ADAPTER = "adapter";
  private static final String CONFIDENCE = "confidence";
  private static final String OUTCOME = "outcome";
  private static final String CAUSE = "cause";
  private static final String LATENCY = "latency_ns";
  private static final String PROMPT_TOKENS = "prompt_tokens";
  private static final String ANSWER_TOKENS = "answer_tokens";
  private static final String TIME = "time";
  private static final String CORRECTION = "correction";
  private static final String COMMENT = "comment";
  private static final String SEQUENCE = "sequence";
  private static final String PROFILE = "profile";
  private static final String INSTRUCTED = "instructed";
  private static final String TURNS_BEFORE = "turns_before";
  private static final String ELSEWHERE = "elsewhere";

  private Documents() {}

  /** An exchange; {@code vector} is null as long as nobody has computed it. */
  static Document of(Exchange exchange, String vectorField, float @Nullable [] vector) {
    Document document = new Document();
    document.add(new StringField(EXCHANGE_ID, exchange.id(), Field.Store.YES));
    document.add(new TextField(QUESTION, exchange.question(), Field.Store.YES));
    document.add(new TextField(ANSWER, exchange.answer(), Field.Store.YES));
    document.add(
        vector == null
            ? new StringField(UNEMBEDDED, ANY, Field.Store.NO)
            : new KnnFloatVectorField(vectorField, vector, VectorSimilarityFunction.DOT_PRODUCT));
    document.add(new StringField(MODEL, exchange.model(), Field.Store.YES));
    document.add(new StringField(ADAPTER, exchange.adapter(), Field.Store.YES));
    document.add(new StringField(AUTHOR, exchange.author(), Field.Store.YES));
    document.add(new StoredField(CONFIDENCE, exchange.confidence()));
    document.add(
        new StringField(
            OUTCOME, exchange.outcome().success() ? SUCCESS : FAILURE, Field.Store.YES));
    document.add(new StoredField(CAUSE, exchange.outcome().cause().name()));
    document.add(new StoredField(LATENCY, exchange.latency().toNanos()));
    document.add(new StoredField(PROMPT_TOKENS, exchange.promptTokens()));
    document.add(new StoredField(ANSWER_TOKENS, exchange.answerTokens()));
    exchange.corrections().forEach(id -> document.add(new StoredField(HELPED_BY, id)));
    addContext(document, exchange.context());
    addTime(document, exchange.at());
    return document;
  }

  /** Nothing for a question alone, as in indexes from before there was anything else. */
  private static void addContext(Document document, Context context) {
    if (!context.isPlain()) {
      document.add(new StringField(PROFILE, context.profile(), Field.Store.YES));
      document.add(new StoredField(INSTRUCTED, context.instructed() ? 1 : 0));
      document.add(new StoredField(TURNS_BEFORE, context.turnsBefore()));
      document.add(new StoredField(ELSEWHERE, context.elsewhere() ? 1 : 0));
    }
  }

  private static Context context(Document document) {
    String profile = document.get(PROFILE);
    return profile == null
        ? Context.PLAIN
        : new Context(
            profile,
            number(document, INSTRUCTED).intValue() != 0,
            number(document, TURNS_BEFORE).intValue(),
            number(document, ELSEWHERE).intValue() != 0);
  }

  static Exchange exchange(Document document) {
    return new Exchange(
        document.get(EXCHANGE_ID),
        Instant.parse(document.get(TIME)),
        document.get(QUESTION),
        document.get(ANSWER),
        document.get(MODEL),
        document.get(ADAPTER),
        number(document, CONFIDENCE).doubleValue(),
        new Outcome(
            document.get(OUTCOME).equals(SUCCESS), Outcome.Cause.valueOf(document.get(CAUSE))),
        Duration.ofNanos(number(document, LATENCY).longValue()),
        number(document, PROMPT_TOKENS).intValue(),
        number(document, ANSWER_TOKENS).intValue(),
        document.get(AUTHOR),
        List.of(document.getValues(HELPED_BY)),
        context(document));
  }

  /** A feedback; {@code sequence} tells the order of feedback that was said at the same instant. */
  static Document of(Feedback feedback, long sequence) {
    Document document = new Document();
    document.add(new StringField(FEEDBACK_ID, feedback.id(), Field.Store.YES));
    document.add(new StringField(FEEDBACK_ON, feedback.exchangeId(), Field.Store.YES));
    document.add(new StringField(AUTHOR, feedback.author(), Field.Store.YES));
    document.add(new StringField(KIND, feedback.kind().name(), Field.Store.YES));
    String correction = feedback.correction();
    if (correction != null) {
      document.add(new StoredField(CORRECTION, correction));
    }
    String comment = feedback.comment();
    if (comment != null) {
      document.add(new StoredField(COMMENT, comment));
    }
    document.add(new StoredField(SEQUENCE, sequence));
    addTime(document, feedback.at());
    return document;
  }

  static Feedback feedback(Document document) {
    return new Feedback(
        document.get(FEEDBACK_ID),
        document.get(FEEDBACK_ON),
        Instant.parse(document.get(TIME)),
        document.get(AUTHOR),
        Feedback.Kind.valueOf(document.get(KIND)),
        document.get(CORRECTION),
        document.get(COMMENT));
  }

  static long sequence(Document feedback) {
    return number(feedback, SEQUENCE).longValue();
  }

  /** Where the vectors of corrected questions are that the embedder of this field made. */
  static String correctedVectors(String vectorField) {
    return CORRECTED_VECTOR + vectorField;
  }

  /**
   * What the facts about an exchange add up to; holds nothing that is not derived from them.
   *
   * @param vector of the question; null when the embedder at hand has not made one
   */
  static Document standing(Remembered remembered, String vectorField, float @Nullable [] vector) {
    Document document = new Document();
    document.add(new StringField(STANDING_OF, remembered.exchange().id(), Field.Store.YES));
    document.add(new StringField(STANDING, ANY, Field.Store.NO));
    document.add(new StringField(STANDING, word(remembered), Field.Store.NO));
    if (remembered.correction().isPresent()) {
      document.add(new StringField(STANDING, CORRECTED, Field.Store.NO));
      String question = remembered.exchange().question();
      document.add(new TextField(CORRECTED_QUESTION, question, Field.Store.NO));
      if (vector != null) {
        document.add(
            new KnnFloatVectorField(
                correctedVectors(vectorField), vector, VectorSimilarityFunction.DOT_PRODUCT));
      }
    }
    long at = nanoseconds(remembered.exchange().at());
    document.add(new LongPoint(AT, at));
    document.add(new NumericDocValuesField(AT, at));
    return document;
  }

  private static String word(Remembered remembered) {
    if (!remembered.outcome().success()) {
      return FAILURE;
    }
    Exchange exchange = remembered.exchange();
    boolean itsOwn = exchange.corrections().isEmpty() && exchange.context().isPlain();
    return itsOwn ? SUCCESS : OTHER_SUCCESS;
  }

  /** Nanoseconds since 1970; instants before 1678 or after 2261 are moved to those limits. */
  static long nanoseconds(Instant instant) {
    try {
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    } catch (ArithmeticException e) {
      return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  private static void addTime(Document document, Instant at) {
    long nanoseconds = nanoseconds(at);
    document.add(new StoredField(TIME, at.toString()));
    document.add(new LongPoint(AT, nanoseconds));
    document.add(new NumericDocValuesField(AT, nanoseconds));
  }

  private static Number number(Document document, String field) {
    return document.getField(field).numericValue();
  }
}
