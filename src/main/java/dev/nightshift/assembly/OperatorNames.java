package dev.nightshift.assembly;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that operators know from older pipelines, as environment variables without prefix. A
 * plain number is taken in the unit they always had. Beside these, {@code <ID>_CTX} is the context
 * of the model that applications call so: {@code HERMES_CTX}.
 */
enum OperatorNames {
  NOTIFICATION_WEBHOOK("nightshift.notify.webhooks", null),
  MIN_FAILURES_TO_TRAIN("nightshift.tuning.min-failures", null),
  LORA_RANK("nightshift.tuning.rank", null),
  LORA_ALPHA("nightshift.tuning.alpha", null),
  BATCH_SIZE("nightshift.tuning.batch-size", null),
  GRADIENT_ACCUMULATION("nightshift.tuning.gradient-accumulation", null),
  LEARNING_RATE("nightshift.tuning.learning-rate", null),
  NUM_EPOCHS("nightshift.tuning.epochs", null),
  ROLLBACK_THRESHOLD_LATENCY("nightshift.rollout.latency-threshold", "ms"),
  ROLLBACK_THRESHOLD_SUCCESS("nightshift.rollout.success-threshold", null),
  MONITOR_DURATION("nightshift.rollout.monitor-duration", "s");

  private final String property;
  private final @Nullable String unit;

  OperatorNames(String property, @Nullable String unit) {
    this.property = property;
    this.unit = unit;
  }

  /** The property that this name sets. */
  String property() {
    return property;
  }

  /**
   * The settings that an environment makes by these names; empty values count as not set.
   *
   * @param models ids of the models that there are
   */
  static Map<String, Setting> settings(Map<String, String> environment, Set<String> models) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    for (String model : models) {
      String name = model.replace('-', '_').toUpperCase(Locale.ROOT) + "_CTX";
      String value = environment.getOrDefault(name, "").trim();
      if (!value.isEmpty()) {
        settings.put(
            "nightshift.models." + model + ".context",
            new Setting(value, name + " in the environment"));
      }
    }
    for (OperatorNames name : values()) {
      String value = environment.getOrDefault(name.name(), "").trim();
      if (!value.isEmpty()) {
        boolean bare = name.unit != null && value.matches("[0-9]+");
        settings.put(
            name.property,
            new Setting(bare ? value + name.unit : value, name.name() + " in the environment"));
      }
    }
    return settings;
  }
}
