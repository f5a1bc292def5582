package dev.nightshift.doctor;

import dev.nightshift.adapter.AdapterCheck;
import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.gguf.GgufParts;
import dev.nightshift.home.FileDigest;
import dev.nightshift.home.Home;
import dev.nightshift.memory.MemoryStatus;
import dev.nightshift.model.BaseModel;
import dev.nightshift.notify.NotifySettings;
import dev.nightshift.notify.WebhookProbe;
import dev.nightshift.sandbox.BoundaryReport;
import dev.nightshift.sandbox.Sandbox;
import dev.nightshift.sandbox.SandboxSettings;
import dev.nightshift.state.DatabaseLook;
import dev.nightshift.state.StateSettings;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks into the stores, the model, and at what stands outside. */
public final class StoreChecks {
  private StoreChecks() {}

  /** The memory: every checksum of its index, and the log ahead of it. */
  public static Check memory(Home home) {
    return new Check(
        "memory index",
        "It holds all that was asked and said, and cannot be made again.",
        () -> {
          MemoryStatus status = MemoryStatus.of(home.memory());
          return switch (status.health()) {
            case ABSENT -> Verdict.skipped("nothing has been remembered yet");
            case CORRUPT ->
                Verdict.fail(
                    status.reason(), "pipeline restore a backup into another home and compare");
            case HEALTHY -> healthy(home, status);
          };
        });
  }

  private static Verdict healthy(Home home, MemoryStatus status) {
    String seen =
        "%d exchanges, every checksum right".formatted(status.counts().exchanges())
            + status.holder().map(holder -> "; open in " + holder).orElse("");
    long cutOff = status.holder().isPresent() ? 0 : MemoryStatus.cutOff(home.memory());
    return cutOff == 0
        ? Verdict.ok(seen)
        : Verdict.ok(
            seen
                + "; the log ends with "
                + cutOff
                + " bytes of a write that was cut off and never acknowledged, which the next start"
                + " leaves out");
  }

  /** The state database and its tables. */
  public static Check database(Home home, StateSettings settings) {
    return new Check(
        "database",
        "Nights, rollouts and notifications are kept in it.",
        () -> {
          DatabaseLook look;
          try {
            look = DatabaseLook.at(home, settings);
          } catch (SQLException e) {
            return Verdict.fail(
                "it cannot be opened: " + e.getMessage(),
                "if another program holds it, stop that; if it is damaged, pipeline restore a"
                    + " backup");
          }
          if (!look.exists()) {
            return Verdict.skipped("there is none yet");
          }
          if (!look.unknown().isEmpty()) {
            return Verdict.fail(
                "a newer version of the program has used it: " + String.join(", ", look.unknown()),
                "use that version");
          }
          return look.missing().isEmpty()
              ? Verdict.ok("it opens, and its tables are of this version")
              : Verdict.warn(
                  "tables are of an older version, lacking " + String.join(", ", look.missing()),
                  "the next start brings them up to date; make a backup before");
        });
  }

  /**
   * The model's file.
   *
   * @param models those that lie here, with the digests that were noted
   * @param named what the settings name
   */
  public static Check model(Supplier<List<BaseModel>> models, String named) {
    return new Check(
        "model",
        "Adapters fit one base only, to the byte; a file that changed answers nonsense with them.",
        () -> {
          List<BaseModel> found = models.get();
          if (found.isEmpty()) {
            return Verdict.skipped(
                "no model file is here; " + named + " is fetched at its first use");
          }
          List<String> seen = new ArrayList<>();
          for (BaseModel model : found) {
            String sha256 = FileDigest.sha256(GgufParts.of(model.file()));
            if (!sha256.equals(model.sha256())) {
              return Verdict.fail(
                  "%s has the digest %s, noted is %s"
                      .formatted(model.file(), sha256, model.sha256()),
                  "delete it and let it be fetched again, or put the right file there");
            }
            seen.add(model.name() + " " + sha256.substring(0, 8));
          }
          return Verdict.ok(String.join(", ", seen) + "; digests as noted");
        });
  }

  /**
   * Files of adapters.
   *
   * @param baseSha256 digest of the base that is served; empty when it is not known here
   */
  public static Check adapters(Home home, Supplier<Optional<String>> baseSha256) {
    return new Check(
        "adapters",
        "An adapter whose file is not what its provenance says is refused at its next deployment.",
        () -> {
          if (!Files.isDirectory(home.loras())) {
            return Verdict.skipped("there are no adapters yet");
          }
          AdapterStore store = new AdapterStore(home.loras());
          Optional<String> base = baseSha256.get();
          List<String> others = new ArrayList<>();
          for (AdapterVersion version : store.versions()) {
            for (String problem : new AdapterCheck(base.orElse("")).problems(version)) {
              boolean ofBase = problem.startsWith("it was trained on the base");
              if (ofBase && base.isEmpty()) {
                continue;
              }
              if (version.name().equals(store.current().name())) {
                return Verdict.fail(
                    "the active " + version.name() + ": " + problem,
                    "pipeline rollback --to base, or restore it from a backup");
              }
              others.add(version.name() + ": " + problem);
            }
          }
          return others.isEmpty()
              ? Verdict.ok(
                  store.versions().size() + " adapters, files and digests as they should be")
              : Verdict.warn(
                  others.size()
                      + " problems with adapters that are not active, the first: "
                      + others.getFirst(),
                  "they are refused when deployed; restore them from a backup or delete them");
        });
  }

  /** The boundary around untrusted Python. */
  public static Check sandbox(SandboxSettings settings) {
    return new Check(
        "sandbox",
        "Without a boundary that holds no program is run, and the code loop does not work.",
        () -> {
          BoundaryReport report = Sandbox.check(settings);
          if (report.holds()) {
            return Verdict.ok("the boundary " + report.boundary() + " holds");
          }
          var first = report.problems().getFirst();
          return Verdict.warn(first.toString(), "pipeline sandbox check tells all of it");
        });
  }

  /**
   * Webhooks.
   *
   * @param ask whether they are reached for, with a request that sends no message
   */
  public static Check webhooks(NotifySettings settings, boolean ask) {
    return new Check(
        "webhooks",
        "Alerts of rollbacks and failed nights go there.",
        () -> {
          if (settings.webhooks().isEmpty()) {
            return Verdict.warn(
                "none is set: nobody is told of a rollback",
                "set NOTIFICATION_WEBHOOK, or nightshift.notify.webhooks");
          }
          if (!ask) {
            return Verdict.skipped(
                settings.webhooks().size()
                    + " set, not asked; --webhooks asks each with a HEAD request, which sends no"
                    + " message");
          }
          List<WebhookProbe.Reached> all = WebhookProbe.of(settings);
          List<String> words = all.stream().map(WebhookProbe.Reached::toString).toList();
          String seen = "asked with HEAD, no message sent: " + String.join("; ", words);
          return all.stream().allMatch(WebhookProbe.Reached::reached)
              ? Verdict.ok(seen)
              : Verdict.fail(
                  seen,
                  "check the address, the proxy and the firewall; they are retried for a day");
        });
  }
}
