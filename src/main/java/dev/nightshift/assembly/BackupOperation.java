package dev.nightshift.assembly;

import dev.nightshift.backup.Backup;
import dev.nightshift.backup.BackupManifest;
import dev.nightshift.backup.BackupOrder;
import dev.nightshift.backup.BackupOrder.KnownModel;
import dev.nightshift.backup.BackupReport;
import dev.nightshift.gguf.GgufParts;
import dev.nightshift.home.FileDigest;
import dev.nightshift.memory.MemoryStatus;
import dev.nightshift.model.BaseModel;
import dev.nightshift.state.DatabaseCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Backs a pipeline up while it is used; models are not fetched for it. */
final class BackupOperation {
  private BackupOperation() {}

  static BackupReply run(Pipeline pipeline, BackupRequest request, Progress progress) {
    long started = System.nanoTime();
    if (!Files.isDirectory(pipeline.home().root())) {
      throw new OperationException(
          OperationException.Code.REQUEST, "there is no home at " + pipeline.home().root());
    }
    progress.update("backup", "looking at what there is", -1);
    BackupReport report =
        new Backup(pipeline.home())
            .write(
                order(pipeline, request),
                share -> progress.update("backup", "writing " + request.file(), share));
    BackupManifest manifest = report.manifest();
    return new BackupReply(
        "BACKED_UP",
        report.archive().toString(),
        report.archiveBytes(),
        report.sha256(),
        manifest.files(),
        manifest.bytes(),
        manifest.database(),
        manifest.models().stream()
            .map(m -> new BackupReply.ModelFile(m.name(), m.bytes(), m.sha256(), m.included()))
            .toList(),
        manifest.withoutSettings(),
        manifest.leftOut(),
        (System.nanoTime() - started) / 1_000_000);
  }

  private static BackupOrder order(Pipeline pipeline, BackupRequest request) {
    boolean own = pipeline.settings().state().url().isBlank();
    boolean used = own && Files.exists(pipeline.home().state().resolve("nightshift.mv.db"));
    return new BackupOrder(
        Path.of(request.file()),
        request.secrets(),
        request.models(),
        () ->
            MemoryStatus.exists(pipeline.home().memory())
                ? Optional.of(pipeline.memory().snapshot())
                : Optional.empty(),
        used
            ? Optional.of(file -> DatabaseCopy.write(pipeline.database(), file))
            : Optional.empty(),
        own ? "none" : pipeline.settings().state().toString(),
        models(pipeline),
        SettingsBinder::isSecret,
        Objects.requireNonNullElse(
            BackupOperation.class.getPackage().getImplementationVersion(), "unreleased"),
        pipeline.clock().instant());
  }

  /** What lies in the home, and the base model if it is a file elsewhere. */
  private static List<KnownModel> models(Pipeline pipeline) {
    try {
      List<KnownModel> known = new ArrayList<>();
      for (BaseModel model : pipeline.models().list()) {
        add(model, known);
      }
      Path base = Path.of(pipeline.settings().model().base());
      if (base.isAbsolute() && Files.isRegularFile(base)) {
        BaseModel model = pipeline.baseModel();
        if (known.stream().noneMatch(one -> one.file().equals(model.file()))) {
          add(model, known);
        }
      }
      return known;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(BaseModel model, List<KnownModel> known) throws IOException {
    List<Path> parts = GgufParts.of(model.file());
    for (Path part : parts) {
      String sha256 = parts.size() == 1 ? model.sha256() : FileDigest.sha256(part);
      known.add(new KnownModel(part, Files.size(part), sha256));
    }
  }
}
