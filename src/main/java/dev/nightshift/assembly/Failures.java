package dev.nightshift.assembly;

import dev.nightshift.access.AccessException;
import dev.nightshift.backup.BackupException;
import dev.nightshift.benchmark.BenchmarkException;
import dev.nightshift.codeloop.CodeLoopException;
import dev.nightshift.coderuns.CodeRunsException;
import dev.nightshift.evaluation.EvaluationException;
import dev.nightshift.fleet.FleetException;
import dev.nightshift.governance.GovernanceException;
import dev.nightshift.harvest.HarvestException;
import dev.nightshift.home.HomeException;
import dev.nightshift.memory.MemoryException;
import dev.nightshift.model.ModelException;
import dev.nightshift.nightly.NightlyException;
import dev.nightshift.prompts.PromptException;
import dev.nightshift.quarantine.QuarantineException;
import dev.nightshift.rollout.RolloutException;
import dev.nightshift.sandbox.SandboxException;
import dev.nightshift.serving.ServingException;
import dev.nightshift.training.TrainingException;
import dev.nightshift.tuning.TuningException;
import dev.nightshift.versions.VersionsException;

/** Says what went wrong in the words of {@link OperationException}. */
public final class Failures {
  private Failures() {}

  /** The operation's failure that a feature's exception amounts to, keeping it as the cause. */
  public static OperationException told(RuntimeException e) {
    return switch (e) {
      case OperationException told -> told;
      case AccessException access -> new OperationException(ofAccess(access.code()), say(e), e);
      case MemoryException memory -> new OperationException(ofMemory(memory.code()), say(e), e);
      case ServingException serving -> new OperationException(ofServing(serving.code()), say(e), e);
      case EvaluationException wrong ->
          requestIf(wrong.code() == EvaluationException.Code.FORMAT, e);
      case RolloutException rollout -> new OperationException(ofRollout(rollout.code()), say(e), e);
      case NightlyException night -> new OperationException(ofNight(night.code()), say(e), e);
      case HomeException home -> new OperationException(ofHome(home.code()), say(e), e);
      case ModelException model -> new OperationException(ofModel(model.code()), say(e), e);
      case QuarantineException quarantine ->
          requestIf(quarantine.code() == QuarantineException.Code.UNKNOWN, e);
      case HarvestException harvest ->
          new OperationException(
              harvest.code() == HarvestException.Code.BUSY
                  ? OperationException.Code.BUSY
                  : OperationException.Code.FAILED,
              say(e),
              e);
      case TrainingException training when training.code() == TrainingException.Code.ADAPTER ->
          new OperationException(OperationException.Code.REQUEST, say(e), e);
      case TuningException tuning when tuning.code() == TuningException.Code.ADAPTER ->
          new OperationException(OperationException.Code.REQUEST, say(e), e);
      case SandboxException sandbox when sandbox.code() == SandboxException.Code.REQUEST ->
          new OperationException(OperationException.Code.REQUEST, say(e), e);
      case BenchmarkException benchmark when benchmark.code() == BenchmarkException.Code.FILE ->
          new OperationException(OperationException.Code.REQUEST, say(e), e);
      case CodeLoopException code when code.code() != CodeLoopException.Code.CANCELLED ->
          new OperationException(OperationException.Code.REQUEST, say(e), e);
      case PromptException prompt ->
          new OperationException(
              prompt.code() == PromptException.Code.LEDGER
                  ? OperationException.Code.FAILED
                  : OperationException.Code.REQUEST,
              say(e),
              e);
      case VersionsException versions ->
          new OperationException(ofVersions(versions.code()), say(e), e);
      case GovernanceException governance
          when governance.code() == GovernanceException.Code.NOT_FOUND ->
          new OperationException(OperationException.Code.REQUEST, say(e), e);
      case FleetException fleet -> new OperationException(ofFleet(fleet.code()), say(e), e);
      case CodeRunsException runs -> new OperationException(ofRuns(runs.code()), say(e), e);
      case BackupException backup -> new OperationException(ofBackup(backup.code()), say(e), e);
      case IllegalArgumentException _ ->
          new OperationException(OperationException.Code.REQUEST, say(e), e);
      default -> new OperationException(OperationException.Code.FAILED, say(e), e);
    };
  }

  private static OperationException requestIf(boolean request, RuntimeException e) {
    return new OperationException(
        request ? OperationException.Code.REQUEST : OperationException.Code.FAILED, say(e), e);
  }

  private static OperationException.Code ofAccess(AccessException.Code code) {
    return code == AccessException.Code.UNREADABLE
        ? OperationException.Code.FAILED
        : OperationException.Code.REQUEST;
  }

  private static OperationException.Code ofMemory(MemoryException.Code code) {
    return switch (code) {
      case UNKNOWN_EXCHANGE -> OperationException.Code.REQUEST;
      case LOCKED -> OperationException.Code.BUSY;
      case CORRUPT, DETACHED, IO -> OperationException.Code.FAILED;
    };
  }

  private static OperationException.Code ofVersions(VersionsException.Code code) {
    return switch (code) {
      case REQUEST -> OperationException.Code.REQUEST;
      case BUSY -> OperationException.Code.BUSY;
      case FAILED, STORAGE -> OperationException.Code.FAILED;
    };
  }

  private static OperationException.Code ofBackup(BackupException.Code code) {
    return switch (code) {
      case REQUEST -> OperationException.Code.REQUEST;
      case BUSY -> OperationException.Code.BUSY;
      case DAMAGED, IO -> OperationException.Code.FAILED;
    };
  }

  private static OperationException.Code ofFleet(FleetException.Code code) {
    return switch (code) {
      case REQUEST -> OperationException.Code.REQUEST;
      case BUSY -> OperationException.Code.BUSY;
      case TRANSFER -> OperationException.Code.FAILED;
    };
  }

  private static OperationException.Code ofRuns(CodeRunsException.Code code) {
    return switch (code) {
      case BUSY, TOO_MANY -> OperationException.Code.BUSY;
      case UNKNOWN -> OperationException.Code.REQUEST;
      case CLOSED, STORAGE -> OperationException.Code.FAILED;
    };
  }

  private static OperationException.Code ofRollout(RolloutException.Code code) {
    return switch (code) {
      case LOCKED -> OperationException.Code.BUSY;
      case REFUSED, STORAGE -> OperationException.Code.FAILED;
    };
  }

  private static OperationException.Code ofNight(NightlyException.Code code) {
    return switch (code) {
      case ALREADY_RUNNING, ALREADY_TAKEN -> OperationException.Code.BUSY;
      case DISK, LOST, INFRASTRUCTURE -> OperationException.Code.FAILED;
    };
  }

  private static OperationException.Code ofHome(HomeException.Code code) {
    return switch (code) {
      case LOCKED -> OperationException.Code.BUSY;
      case IO -> OperationException.Code.FAILED;
    };
  }

  /** A model that was named wrongly is wrong use; one that cannot be fetched now is a failure. */
  private static OperationException.Code ofModel(ModelException.Code code) {
    return code == ModelException.Code.NOT_FOUND || code == ModelException.Code.MALFORMED
        ? OperationException.Code.REQUEST
        : OperationException.Code.FAILED;
  }

  private static OperationException.Code ofServing(ServingException.Code code) {
    return switch (code) {
      case BUSY -> OperationException.Code.BUSY;
      case REQUEST -> OperationException.Code.REQUEST;
      case TIMEOUT, CANCELLED, UNAVAILABLE, ADAPTER -> OperationException.Code.FAILED;
    };
  }

  private static String say(RuntimeException e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }
}
