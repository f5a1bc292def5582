package dev.nightshift.assembly;

import dev.nightshift.doctor.Check;
import dev.nightshift.doctor.ClockCheck;
import dev.nightshift.doctor.HomeChecks;
import dev.nightshift.doctor.MachineChecks;
import dev.nightshift.doctor.ScheduleCheck;
import dev.nightshift.doctor.SharedLogCheck;
import dev.nightshift.doctor.StoreChecks;
import dev.nightshift.doctor.Verdict;
import dev.nightshift.gateway.ServerFile;
import dev.nightshift.home.Home;
import dev.nightshift.memory.MemorySettings;
import dev.nightshift.model.BaseModel;
import dev.nightshift.model.ModelStore;
import dev.nightshift.vram.NvidiaSmi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code pipeline doctor} looks at; opens nothing for writing and fetches nothing. */
public final class DoctorAssembly {
  private DoctorAssembly() {}

  /**
   * The checks of a home. With settings that cannot be read the first check says so, and the others
   * look by the defaults.
   *
   * @param webhooks whether webhooks are asked
   */
  public static List<Check> checks(
      Home home, Map<String, String> environment, Map<String, String> overrides, boolean webhooks) {
    List<Check> checks = new ArrayList<>();
    checks.add(configuration(home, environment, overrides));
    Settings settings = settings(home, environment, overrides);
    Optional<String> server = ServerFile.find(home.state()).map(ServerFile::url);
    ModelStore store =
        new ModelStore(
            home.models(), ModelStore.defaultCache(environment), settings.serving().ollamaUrl());
    checks.add(MachineChecks.java(environment));
    checks.add(MachineChecks.memory(base(store, settings).map(BaseModel::bytes)));
    checks.add(MachineChecks.disk(home.root(), settings.nightly().minFreeGigabytes()));
    checks.add(MachineChecks.gpu(NvidiaSmi.of(settings.vram())));
    checks.add(
        ClockCheck.of(
            home.root(),
            Clock.systemUTC(),
            settings.nightly().schedule(),
            settings.nightly().zone()));
    checks.add(ScheduleCheck.of(settings.nightly().enabled(), Path.of("/")));
    checks.add(MachineChecks.port(settings.gateway().address(), settings.gateway().port(), server));
    checks.add(HomeChecks.permissions(home));
    checks.add(HomeChecks.processes(home, server));
    checks.add(StoreChecks.memory(home));
    checks.add(StoreChecks.database(home, settings.state()));
    checks.add(
        SharedLogCheck.of(
            settings.memory().log() == MemorySettings.Log.DATABASE,
            () -> MemoryAssembly.look(settings),
            Clock.systemUTC()));
    checks.add(MachineChecks.embedding(() -> new EmbeddingAssembly(environment).trouble()));
    checks.add(StoreChecks.model(store::list, settings.model().base()));
    checks.add(HomeChecks.links(home));
    checks.add(StoreChecks.adapters(home, () -> base(store, settings).map(BaseModel::sha256)));
    checks.add(HomeChecks.trainingData(home));
    checks.add(StoreChecks.sandbox(settings.sandbox()));
    checks.add(StoreChecks.webhooks(settings.notifications(), webhooks));
    return checks;
  }

  private static Check configuration(
      Home home, Map<String, String> environment, Map<String, String> overrides) {
    return new Check(
        "configuration",
        "A wrong value or an unknown name stops every command.",
        () -> {
          Path own = home.root().resolve("application.yaml");
          try {
            Settings _ = Settings.load(home, environment, overrides);
          } catch (OperationException e) {
            return new Verdict(
                Verdict.Status.FAIL,
                String.valueOf(e.getMessage()),
                "mend it there; the other checks go by the defaults meanwhile");
          }
          return new Verdict(
              Verdict.Status.OK,
              Files.exists(own) ? own + " is understood" : "nothing but defaults and environment",
              "");
        });
  }

  /** As much of the settings as can be read; the configuration's own check tells the rest. */
  private static Settings settings(
      Home home, Map<String, String> environment, Map<String, String> overrides) {
    Home without = new Home(home.root().resolve("application.yaml"));
    try {
      return Settings.load(home, environment, overrides);
    } catch (OperationException e) {
      try {
        return Settings.load(without, environment, overrides);
      } catch (OperationException environmentToo) {
        return Settings.load(without, Map.of(), Map.of());
      }
    }
  }

  /** The base model if its file is here; it is not fetched. */
  private static Optional<BaseModel> base(ModelStore store, Settings settings) {
    String named = settings.model().base();
    if (named.equals(ModelStore.DEFAULT)) {
      return store.defaultIfHere();
    }
    boolean file = named.endsWith(".gguf") && !named.contains("://");
    return file && Files.isRegularFile(Path.of(named))
        ? Optional.of(store.resolve(named))
        : store.list().stream().filter(model -> model.name().equals(named)).findFirst();
  }
}
