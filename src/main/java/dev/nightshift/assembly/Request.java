package dev.nightshift.assembly;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Operations} are asked for. File names are absolute paths: the server runs on the same
 * machine, but in a directory of its own.
 */
public sealed interface Request
    permits Request.Ask,
        Request.Feedback,
        Request.Import,
        Request.Harvest,
        Request.Train,
        Request.Deploy,
        Request.Rollback,
        Request.Nightly,
        Request.Status,
        Request.Eval,
        Request.Drill,
        Request.Forget,
        Request.Quarantine,
        Request.Code,
        BackupRequest,
        CodeRunsRequest,
        FleetRequest,
        PromptsRequest,
        GovernanceRequest,
        VersionsRequest {
  /** The operation's name: the CLI's command and the last part of {@code /ops/…}. */
  @JsonIgnore
  default String command() {
    return switch (this) {
      case Ask _ -> "ask";
      case Feedback _ -> "feedback";
      case Import _ -> "import";
      case Harvest _ -> "harvest";
      case Train _ -> "train";
      case Deploy _ -> "deploy";
      case Rollback _ -> "rollback";
      case Nightly _ -> "nightly";
      case Status _ -> "status";
      case Eval _ -> "eval";
      case Drill _ -> "drill";
      case Forget _ -> "forget";
      case Quarantine _ -> "quarantine";
      case Code _ -> "code";
      case PromptsRequest _ -> "prompts";
      case CodeRunsRequest _ -> "code_runs";
      case FleetRequest _ -> "fleet";
      case BackupRequest _ -> "backup";
      case GovernanceRequest _ -> "governance";
      case VersionsRequest _ -> "versions";
    };
  }

  /**
   * A question.
   *
   * @param question the user's words
   * @param maxTokens most tokens of the answer; null: as configured
   * @param author who asks
   */
  record Ask(String question, @Nullable Integer maxTokens, String author) implements Request {
    public Ask {
      if (question == null || question.isBlank()) {
        throw new IllegalArgumentException("a question must not be empty");
      }
      if (maxTokens != null && maxTokens < 1) {
        throw new IllegalArgumentException("max tokens must be at least 1: " + maxTokens);
      }
      author = author == null || author.isBlank() ? "anonymous" : author;
    }
  }

  /**
   * A person's word on an exchange.
   *
   * @param exchangeId the id that {@code ask} replied
   * @param kind up, down or correction
   * @param correction the better answer, exactly when the kind is a correction
   * @param author who says so
   */
  record Feedback(
      String exchangeId,
      dev.nightshift.exchange.Feedback.Kind kind,
      @Nullable String correction,
      String author)
      implements Request {
    public Feedback {
      if (exchangeId == null || exchangeId.isBlank() || kind == null) {
        throw new IllegalArgumentException("feedback needs an exchange_id and a kind");
      }
      if (kind == dev.nightshift.exchange.Feedback.Kind.COMMENT) {
        throw new IllegalArgumentException("feedback is up, down or a correction");
      }
      boolean corrects = kind == dev.nightshift.exchange.Feedback.Kind.CORRECTION;
      if (corrects != (correction != null && !correction.isBlank())) {
        throw new IllegalArgumentException(
            corrects
                ? "the correction is empty; say what the right answer is"
                : "only a correction carries the better answer");
      }
      author = author == null || author.isBlank() ? "anonymous" : author;
    }
  }

  /**
   * Exchanges of elsewhere.
   *
   * @param file JSON lines
   */
  record Import(String file) implements Request {}

  /**
   * A harvest of the exchanges between two instants; without either, of yesterday in the configured
   * zone.
   *
   * @param since first instant, null: the start of the day before {@code until}
   * @param until first instant after, null: now when {@code since} is given
   */
  record Harvest(@Nullable Instant since, @Nullable Instant until) implements Request {}

  /**
   * A training.
   *
   * @param data JSON lines files of training rows; empty: all harvested rows
   * @param from the adapter to go on from: "current", "latest", a version, or an absolute path of a
   *     GGUF LoRA file or of a directory with one or with PEFT's files; null: the base
   */
  record Train(List<String> data, @Nullable String from) implements Request {
    public Train {
      data = data == null ? List.of() : List.copyOf(data);
    }

    /** A training from the base. */
    public Train(List<String> data) {
      this(data, null);
    }
  }

  /**
   * A rollout.
   *
   * @param path directory or version of the adapter, null: the latest
   */
  record Deploy(@Nullable String path) implements Request {}

  /**
   * Taking the active adapter back.
   *
   * @param to version to go back to (or "base"), null: what was active before
   */
  record Rollback(@Nullable String to) implements Request {}

  /**
   * A nightly run.
   *
   * @param scheduled whether it is the scheduled run of the night, of which each local day has one,
   *     whoever begins it; false or null: a further one, by hand
   */
  record Nightly(@Nullable Boolean scheduled) implements Request {
    /** A run by hand. */
    public Nightly() {
      this(false);
    }
  }

  /** A look at how things stand. */
  record Status() implements Request {}

  /**
   * An evaluation.
   *
   * @param file JSON lines of questions with keyword or answer
   * @param adapter "current", "base" or a version
   * @param alwaysOn true: the adapter answers everything, whatever its scope
   * @param augmented true: prompts get the corrections that {@code ask} would put in; false or
   *     null: the model is asked nothing but the questions
   */
  record Eval(String file, String adapter, boolean alwaysOn, @Nullable Boolean augmented)
      implements Request {
    public Eval {
      adapter = adapter == null || adapter.isBlank() ? "current" : adapter;
      augmented = Boolean.TRUE.equals(augmented);
    }

    /** Without corrections. */
    public Eval(String file, String adapter, boolean alwaysOn) {
      this(file, adapter, alwaysOn, false);
    }
  }

  /**
   * A drill.
   *
   * @param slow whether the adapter is too slow; false or null: its answers are noise
   */
  record Drill(@Nullable Boolean slow) implements Request {
    /** A drill with noise for answers. */
    public Drill() {
      this(false);
    }
  }

  /**
   * An erasure.
   *
   * @param exchange id of the exchange that goes, null: all of an author's
   * @param author whose, null: one exchange
   * @param confirmed true: it is done; false or null: only told
   */
  record Forget(@Nullable String exchange, @Nullable String author, @Nullable Boolean confirmed)
      implements Request {
    public Forget {
      boolean one = exchange != null && !exchange.isBlank();
      boolean all = author != null && !author.isBlank();
      if (one == all) {
        throw new IllegalArgumentException(
            "say either an exchange or an author, whose words are to be forgotten");
      }
    }
  }

  /**
   * A look into the quarantine, or a ruling.
   *
   * @param action what to do
   * @param id of the exchange or the correction; null for the list only
   */
  record Quarantine(Action action, @Nullable String id) implements Request {
    /** What to do. */
    public enum Action {
      LIST,
      SHOW,
      RELEASE,
      DROP
    }

    public Quarantine {
      if (action == null) {
        throw new IllegalArgumentException("action must be LIST, SHOW, RELEASE or DROP");
      }
      if (action != Action.LIST && (id == null || id.isBlank())) {
        throw new IllegalArgumentException(action + " needs the id of an entry");
      }
    }
  }

  /**
   * A programming task to be worked on.
   *
   * @param task a file, or the name of one that comes with the program
   * @param rounds most rounds; null: as configured
   */
  record Code(String task, @Nullable Integer rounds) implements Request {
    public Code {
      if (task == null || task.isBlank()) {
        throw new IllegalArgumentException("task must name a file, or a task of the program");
      }
    }
  }
}
