package dev.nightshift.rollout;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.ServableAdapter;
import dev.nightshift.serving.ServingException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** Tells the backend which version to serve, and proves that it does. */
final class Liveness {
  private final LanguageModel model;
  private final Prober prober;
  private final double tolerance;

  Liveness(LanguageModel model, Prober prober, double tolerance) {
    this.model = model;
    this.prober = prober;
    this.tolerance = tolerance;
  }

  static ServableAdapter servable(AdapterVersion version) {
    return new ServableAdapter(version.name(), version.directory());
  }

  /** How a version that is not active is asked, as it would answer if it were. */
  static AdapterChoice asked(AdapterVersion version) {
    return version.isBase()
        ? new AdapterChoice.Base()
        : new AdapterChoice.Exactly(servable(version), true);
  }

  /** Whether the base may answer in its stead: it was trained with a scope. */
  static boolean scoped(AdapterVersion version) {
    return Files.exists(servable(version).scope());
  }

  /**
   * Makes the backend serve a version; nothing happens when it does already.
   *
   * @throws ServingException as {@link LanguageModel#activate}
   */
  void load(AdapterVersion version) {
    if (version.isBase()) {
      if (model.active().isPresent()) {
        model.deactivate();
      }
    } else if (!active().equals(version.name())) {
      model.activate(servable(version));
    }
  }

  /** The version that the backend says it serves. */
  String active() {
    return model.active().map(ServableAdapter::version).orElse(AdapterVersion.BASE);
  }

  /**
   * Proves through the live endpoint that a version answers.
   *
   * @param sentinel the reply it has to give; null if only its name can be asked for
   * @param question what to ask when there is no sentinel; null if nothing can be asked
   * @return what was seen, and why it is not proven
   */
  Proof prove(AdapterVersion version, @Nullable Sentinel sentinel, @Nullable String question) {
    if (!active().equals(version.name())) {
      return Proof.failed("the backend serves " + active() + " instead of " + version.name());
    }
    String asked = sentinel == null ? question : sentinel.question();
    if (asked == null) {
      return new Proof(null, null);
    }
    Answer reply;
    try {
      reply = prober.proof(asked);
    } catch (ServingException e) {
      return Proof.failed("the backend failed: " + e.getMessage());
    }
    boolean named = reply.adapter().equals(version.name());
    boolean baseInstead = reply.adapter().equals(AdapterVersion.BASE) && scoped(version);
    if (!named && !(sentinel == null && baseInstead)) {
      return Proof.failed("the reply names " + reply.adapter() + " instead of " + version.name());
    }
    String objection = sentinel == null ? null : sentinel.differs(reply, tolerance).orElse(null);
    return new Proof(reply, objection);
  }

  /**
   * What a proof came to.
   *
   * @param reply the reply to the sentinel's question; null when there was none
   * @param objection why the version is not proven live; null when it is
   */
  record Proof(@Nullable Answer reply, @Nullable String objection) {
    private static Proof failed(String objection) {
      return new Proof(null, objection);
    }
  }
}
