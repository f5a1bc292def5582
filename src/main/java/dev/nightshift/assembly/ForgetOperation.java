package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.backup.Backup;
import dev.nightshift.erasure.Erasure;
import dev.nightshift.erasure.ErasureOrder;
import dev.nightshift.erasure.ErasureReport;
import dev.nightshift.rollout.RolloutListener;
import dev.nightshift.serving.ServableAdapter;
import dev.nightshift.serving.ServingException;
import dev.nightshift.serving.ServingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Forgets an exchange or an author, and deals with the adapters that were trained on it. */
final class ForgetOperation {
  private final Pipeline pipeline;

  ForgetOperation(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  ForgottenReply run(Request.Forget request, Progress progress) {
    long started = System.nanoTime();
    String exchange = request.exchange();
    String author = request.author();
    ErasureOrder order =
        author == null || author.isBlank()
            ? new ErasureOrder.OfExchange(String.valueOf(exchange))
            : new ErasureOrder.OfAuthor(author);
    if (!Boolean.TRUE.equals(request.confirmed())) {
      ErasureReport report = ErasureAssembly.erasure(pipeline).look(order);
      String state = report.isEmpty() ? "NOTHING_TO_DO" : "PLANNED";
      return reply(state, report, List.of(), new OnServer(List.of(), List.of()), started);
    }
    try (var _ = TrainingLock.acquire(pipeline.home(), "forget");
        var _ = Backup.lock(pipeline.home(), "forget")) {
      return forget(order, progress, started);
    }
  }

  private ForgottenReply forget(ErasureOrder order, Progress progress, long started) {
    Erasure erasure = ErasureAssembly.erasure(pipeline);
    progress.update("forget", "taking it out of everything that is kept", -1);
    List<String> removed = new ArrayList<>();
    ErasureReport report =
        pipeline
            .nightly()
            .withoutNight(
                () -> erasure.forget(order, emptied -> removed.addAll(settle(emptied, progress))));
    String state = report.isEmpty() ? "NOTHING_TO_DO" : "FORGOTTEN";
    return reply(state, report, removed, onServer(report), started);
  }

  /**
   * What became of tainted adapters on a server of models, which keeps what it was given.
   *
   * @param deleted models that went
   * @param left what could not be done about it, in sentences
   */
  private record OnServer(List<String> deleted, List<String> left) {}

  private OnServer onServer(ErasureReport report) {
    ServingSettings serving = pipeline.settings().serving();
    if (serving.backend() == ServingSettings.Backend.LLAMA_SERVER) {
      String names = String.join(", ", report.tainted());
      return new OnServer(
          List.of(),
          names.isEmpty()
              ? List.of()
              : List.of(
                  "the llama-server at %s as far as it was started with the LoRA files of %s"
                      .formatted(serving.llamaServerUrl(), names)));
    }
    try {
      return new OnServer(new TaintedAdapters(pipeline).deleteOnServer(), List.of());
    } catch (ServingException e) {
      return new OnServer(
          List.of(),
          List.of(
              ("models that were made of adapters trained on it, on the Ollama server at %s (tags"
                   + " v-… and prev of its -nightshift model), which could not be deleted: %s; run"
                   + " forget again when it answers, or use ollama rm")
                  .formatted(serving.ollamaUrl(), e.getMessage())));
    }
  }

  /**
   * An active adapter that was taught nothing else is taken back; one that was taught more goes on
   * without what is forgotten. Those that are not active go.
   */
  private List<String> settle(List<AdapterVersion> emptied, Progress progress) {
    AdapterStore store = pipeline.adapters();
    if (emptied.contains(store.current())) {
      RolloutListener listener = (phase, message) -> progress.update(phase, message, -1);
      pipeline.rollouts().retire(Optional.of(AdapterVersion.BASE), listener);
    }
    if (emptied.contains(store.current())) {
      throw new OperationException(
          OperationException.Code.FAILED,
          store.current().name()
              + " was taught nothing but what is to be forgotten, and could not be taken back:"
              + " take it back with rollback --to base, then forget again");
    }
    List<String> removed = new TaintedAdapters(pipeline).removeUnused();
    AdapterVersion current = store.current();
    if (pipeline.modelOpen() && !current.isBase()) {
      pipeline.model().activate(new ServableAdapter(current.name(), current.directory()));
    }
    return removed;
  }

  private ForgottenReply reply(
      String state, ErasureReport report, List<String> removed, OnServer onServer, long started) {
    List<String> tainted =
        TaintedAdapters.of(pipeline.adapters()).stream().map(AdapterVersion::name).toList();
    return new ForgottenReply(
        state,
        report.exchanges(),
        report.feedback(),
        report.rows(),
        report.listed(),
        report.sealed(),
        report.runs(),
        report.files(),
        removed,
        onServer.deleted(),
        tainted,
        !tainted.isEmpty(),
        report.told(),
        state.equals("PLANNED") ? List.of() : beyond(report, onServer.left()),
        (System.nanoTime() - started) / 1_000_000);
  }

  /** What is still somewhere; said rather than hoped. */
  private List<String> beyond(ErasureReport report, List<String> onServer) {
    List<String> sentences = new ArrayList<>(onServer);
    if (report.isEmpty()) {
      return sentences;
    }
    sentences.add("copies outside the home, such as backups and files that were imported");
    TaintedAdapters.of(pipeline.adapters())
        .forEach(
            version ->
                sentences.add(
                    "the weights of "
                        + version.name()
                        + ", which answers until the next night has trained another"));
    if (!report.told().isEmpty()) {
      sentences.add(
          report.told().size()
              + " answers to others that were given with the help of what was forgotten and may"
              + " repeat it; forget them by their ids if need be");
    }
    if (report.stored() > 0) {
      sentences.add(
          report.stored()
              + " messages and reasons in the state database that quoted it were overwritten; its"
              + " file may hold their former pages until it is compacted, and what was sent to"
              + " webhooks stays there");
    }
    return sentences;
  }
}
