package dev.nightshift.coderuns;

import dev.nightshift.appraisal.Appraisal;
import dev.nightshift.appraisal.Correctness;
import dev.nightshift.appraisal.Efficiency;
import dev.nightshift.appraisal.Growth;
import dev.nightshift.appraisal.Order;
import dev.nightshift.appraisal.Practice;
import dev.nightshift.appraisal.Remark;
import dev.nightshift.codeloop.CodeLoop;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Fault;
import dev.nightshift.codeloop.Instructions;
import dev.nightshift.codeloop.Judge;
import dev.nightshift.codeloop.Judgement;
import dev.nightshift.codeloop.LoopSettings;
import dev.nightshift.codeloop.QualityMeter;
import dev.nightshift.codeloop.RowResult;
import dev.nightshift.codeloop.RunListener;
import dev.nightshift.exchange.Answer;
import dev.nightshift.sandbox.Limits;
import dev.nightshift.sandbox.SandboxException;
import dev.nightshift.serving.AnswerListener;
import dev.nightshift.serving.BaseOnlyModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServingException;
import dev.nightshift.serving.Turn;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A workshop whose model says what a test wants and whose judge passes what contains "right". */
public final class FakeWorkshop extends BaseOnlyModel implements Workshop {
  /** What the model wrote and was asked. */
  public final List<String> asked = new CopyOnWriteArrayList<>();

  public volatile String answer = "```python\nright = 1\n```";
  public volatile @Nullable SandboxException refusal;
  public volatile @Nullable RuntimeException failure;

  /** Another way to answer. */
  public volatile @Nullable Function<AnswerListener, Answer> script;

  public final List<RunListener> listeners = new CopyOnWriteArrayList<>();

  /** Runs that are over. */
  public final List<RunReport> over = new CopyOnWriteArrayList<>();

  private volatile @Nullable CountDownLatch gate;

  private final Judge judge;

  public FakeWorkshop() {
    this(FakeWorkshop::judged);
  }

  /** With another judge. */
  public FakeWorkshop(Judge judge) {
    this.judge = judge;
  }

  /** The model answers nothing from now on until it is told to go on. */
  public void hold() {
    gate = new CountDownLatch(1);
  }

  /** It answers again. */
  public void goOn() {
    CountDownLatch held = gate;
    gate = null;
    if (held != null) {
      held.countDown();
    }
  }

  @Override
  public String name() {
    return "writer";
  }

  @Override
  public Answer answer(Question question) {
    return answer(question, AnswerListener.NONE);
  }

  @Override
  public Answer answer(Question question, AnswerListener listener) {
    Function<AnswerListener, Answer> other = script;
    if (other != null) {
      return other.apply(listener);
    }
    asked.add(String.join("\n", question.turns().stream().map(Turn::content).toList()));
    CountDownLatch held = gate;
    try {
      while (held != null && !held.await(2, TimeUnit.MILLISECONDS)) {
        if (listener.cancelled()) {
          throw new ServingException(ServingException.Code.CANCELLED, "nobody wants it");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServingException(ServingException.Code.CANCELLED, "interrupted", e);
    }
    RuntimeException e = failure;
    if (e != null) {
      throw e;
    }
    return new Answer(answer, 0.5, name(), "base", "", Duration.ofMillis(1), 1, 1, List.of());
  }

  @Override
  public LoopSettings settings() {
    return LoopSettings.defaults();
  }

  @Override
  public Limits limits() {
    return Limits.defaults();
  }

  @Override
  public Judge judge() {
    SandboxException e = refusal;
    if (e != null) {
      throw e;
    }
    return judge;
  }

  @Override
  public Appraisal appraise(CodeTask task, String source, Judgement judgement) {
    Growth linear = new Growth(Order.LINEAR, "");
    Growth unknown = new Growth(null, "too small to be seen");
    return new Appraisal(
        new Correctness(judgement.passRate(), judgement),
        new Efficiency(1.0, linear, unknown, "the list", List.of()),
        new Practice(
            0.9,
            List.of(
                new Remark(Remark.Severity.MEDIUM, 1, "bare-except", "hides all", "nightshift")),
            List.of(new Practice.Checker("ruff", "0.17.6", ""))));
  }

  private static Judgement judged(CodeTask task, String source) {
    if (!source.contains("right")) {
      return Judgement.none(task, "another value");
    }
    return new Judgement(
        Judgement.none(task, "").rows().stream()
            .map(
                failed ->
                    new RowResult(failed.row(), true, failed.row().expected(), "", Fault.NONE))
            .toList(),
        true,
        "",
        List.of(),
        Duration.ofMillis(3));
  }

  @Override
  public CodeLoop loop(LoopSettings settings) {
    return new CodeLoop(
        this,
        Optional.empty(),
        judge(),
        QualityMeter.TEXT,
        settings,
        Instructions::shipped,
        InstantSource.system());
  }

  @Override
  public List<RunListener> listeners() {
    return listeners;
  }

  @Override
  public void ended(RunReport report) {
    over.add(report);
  }
}
