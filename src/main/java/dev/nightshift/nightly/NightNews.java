package dev.nightshift.nightly;

import dev.nightshift.notify.Notification;
import dev.nightshift.notify.Notification.Kind;
import dev.nightshift.notify.Notifier;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people are told of a night. Deployments and rollbacks are told by the rollout, whoever
 * started it.
 *
 * @param notifier who tells them
 */
record NightNews(Notifier notifier) {

  void harvested(String key, HarvestOutcome harvest) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Failures", String.valueOf(harvest.failures()));
    fields.put("Rows kept", String.valueOf(harvest.kept()));
    putIfAny(fields, "Left to a person", harvest.numbers().get("abstained"));
    putIfAny(fields, "Set aside as suspicious", harvest.numbers().get("quarantined"));
    putIfAny(fields, "Seats that did not answer", harvest.numbers().get("missing_replies"));
    if (!harvest.file().isEmpty()) {
      fields.put("File", harvest.file());
    }
    tell(key, "harvest", Kind.HARVEST, "Harvest of " + key, "", fields);
  }

  private static void putIfAny(Map<String, String> fields, String name, @Nullable Double number) {
    if (number != null && number > 0) {
      fields.put(name, String.format(Locale.ROOT, "%.0f", number));
    }
  }

  void trained(String key, TrainingOutcome training) {
    switch (training.state()) {
      case SKIPPED ->
          tell(key, "training", Kind.TRAINING, "Training skipped", training.reason(), Map.of());
      case WAITED ->
          tell(
              key,
              "training",
              Kind.TRAINING,
              "An earlier adapter is tried again",
              training.reason(),
              Map.of("Adapter", training.adapter()));
      case TRAINED -> {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Adapter", training.adapter());
        fields.put("Rows", String.valueOf(training.rows()));
        fields.put("Loss", String.format(Locale.ROOT, "%.4f", training.loss()));
        fields.put("Seconds", String.format(Locale.ROOT, "%.0f", training.seconds()));
        tell(key, "training", Kind.TRAINING, "Training finished", training.reason(), fields);
      }
    }
  }

  void rejected(String key, TrainingOutcome training, GateOutcome gate) {
    Map<String, String> fields = Map.of("Adapter", training.adapter());
    tell(key, "gate", Kind.TRAINING, "Adapter rejected by the gate", gate.reason(), fields);
  }

  void failed(String key, long execution, String reason) {
    tell(key, "error-" + execution, Kind.ERROR, "Night " + key + " failed", reason, Map.of());
  }

  private void tell(
      String key, String what, Kind kind, String title, String text, Map<String, String> fields) {
    notifier.publish(
        new Notification("night-" + key + "-" + what, kind, title, text, withNight(key, fields)));
  }

  private static Map<String, String> withNight(String key, Map<String, String> fields) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("Night", key);
    return all;
  }
}
