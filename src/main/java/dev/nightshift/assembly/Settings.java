package dev.nightshift.assembly;

import dev.nightshift.augmentation.AugmentationSettings;
import dev.nightshift.codeloop.LoopSettings;
import dev.nightshift.coderuns.RunSettings;
import dev.nightshift.council.CouncilSettings;
import dev.nightshift.evaluation.GateSettings;
import dev.nightshift.fleet.FleetSettings;
import dev.nightshift.gateway.GatewaySettings;
import dev.nightshift.generation.FlowSettings;
import dev.nightshift.generation.ServedModelSettings;
import dev.nightshift.governance.GovernanceSettings;
import dev.nightshift.harvest.HarvestSettings;
import dev.nightshift.home.Home;
import dev.nightshift.inference.EngineSettings;
import dev.nightshift.memory.MemorySettings;
import dev.nightshift.nightly.NightlySettings;
import dev.nightshift.nightly.RetentionSettings;
import dev.nightshift.notify.NotifySettings;
import dev.nightshift.prompts.PromptSettings;
import dev.nightshift.quarantine.QuarantineSettings;
import dev.nightshift.rollout.RolloutSettings;
import dev.nightshift.sandbox.SandboxSettings;
import dev.nightshift.serving.CircuitSettings;
import dev.nightshift.serving.ServingSettings;
import dev.nightshift.state.StateSettings;
import dev.nightshift.tracing.TracingSettings;
import dev.nightshift.tuning.TuningSettings;
import dev.nightshift.versions.VersionsSettings;
import dev.nightshift.vram.VramSettings;
import dev.nightshift.workers.WorkSettings;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Every setting of a pipeline: one validated record a feature, each bound from {@code
 * nightshift.<component>.*}.
 *
 * @param model the base model
 * @param engine how the embedded engine computes
 * @param serving how questions are answered
 * @param circuit when a server that does not answer is left alone
 * @param memory how exchanges are kept
 * @param augmentation how corrections are put into prompts
 * @param quarantine when corrections have to be looked at by a person
 * @param state where the database is
 * @param harvest which failures become rows
 * @param council how failures are rewritten
 * @param tuning how adapters are trained
 * @param evaluation what the gate asks for
 * @param rollout when an adapter may stay
 * @param notifications whom to tell
 * @param nightly when nights run
 * @param retention what a clean-up keeps
 * @param gateway where the server listens
 * @param models what applications may call a model, and which one that is
 * @param flows proposals of one model that another assesses
 * @param vram how a GPU's memory is watched
 * @param tracing where traces of questions and nights go
 * @param sandbox how untrusted Python is run
 * @param code how programs are written and repaired
 * @param prompts how what the improver is told becomes better
 * @param versions what is kept of programs
 * @param governance how runs and nights are watched
 * @param codeRuns how many work on programs at once
 * @param workers how the council's work is shared among processes
 * @param fleet this node among those that share its database
 */
public record Settings(
    @DefaultValue ModelSettings model,
    @DefaultValue EngineSettings engine,
    @DefaultValue ServingSettings serving,
    @DefaultValue CircuitSettings circuit,
    @DefaultValue MemorySettings memory,
    @DefaultValue AugmentationSettings augmentation,
    @DefaultValue QuarantineSettings quarantine,
    @DefaultValue StateSettings state,
    @DefaultValue HarvestSettings harvest,
    @DefaultValue CouncilSettings council,
    @DefaultValue TuningSettings tuning,
    @DefaultValue GateSettings evaluation,
    @DefaultValue RolloutSettings rollout,
    @Name("notify") @DefaultValue NotifySettings notifications,
    @DefaultValue NightlySettings nightly,
    @DefaultValue RetentionSettings retention,
    @DefaultValue GatewaySettings gateway,
    @DefaultValue Map<String, ServedModelSettings> models,
    @DefaultValue Map<String, FlowSettings> flows,
    @DefaultValue VramSettings vram,
    @DefaultValue TracingSettings tracing,
    @DefaultValue SandboxSettings sandbox,
    @DefaultValue LoopSettings code,
    @DefaultValue PromptSettings prompts,
    @DefaultValue VersionsSettings versions,
    @DefaultValue GovernanceSettings governance,
    @DefaultValue RunSettings codeRuns,
    @DefaultValue WorkSettings workers,
    @DefaultValue FleetSettings fleet) {

  /**
   * Reads the settings. From weakest to strongest: the defaults in the jar, {@code OLLAMA_HOST},
   * {@code application.yaml} in the home, {@code NIGHTSHIFT_…} variables (NIGHTSHIFT_ROLLOUT_…),
   * the operators' own names ({@link OperatorNames}), and the overrides.
   *
   * @param environment the process environment
   * @param overrides properties by their full names, from the command line
   * @throws OperationException CONFIGURATION, naming the property, its value, where it came from
   *     and what is allowed; also for a property that does not exist
   */
  public static Settings load(
      Home home, Map<String, String> environment, Map<String, String> overrides) {
    return load(home, environment, overrides, "the command line");
  }

  /**
   * The same, with overrides from elsewhere.
   *
   * @param origin where the overrides stand, in words for a person
   */
  public static Settings load(
      Home home, Map<String, String> environment, Map<String, String> overrides, String origin) {
    return SettingsBinder.bind(SettingSources.read(home, environment, overrides, origin));
  }

  /** The settings of a pipeline whose user set nothing. */
  public static Settings defaults(Home home) {
    return load(home, Map.of(), Map.of());
  }
}
