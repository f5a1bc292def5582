package dev.nightshift.augmentation;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How corrections are put into prompts ({@code nightshift.augmentation.*}). The defaults are
 * measured: docs/decisions/corrections-in-prompts.md.
 *
 * @param form how a model is told, unless {@code models} says otherwise for it
 * @param models models with a form of their own
 * @param floor least relevance of a correction, 0 to 1
 * @param corrections most corrections in one prompt, 1 to 20
 * @param tokens most tokens that they may take, told as often as the form tells them
 * @param halfLife age at which a correction has lost half of what age can cost it; age only decides
 *     between corrections that are about as relevant
 */
public record AugmentationSettings(
    @DefaultValue("turn-and-information") PromptForm form,
    @DefaultValue List<ModelForm> models,
    @DefaultValue("0.8") double floor,
    @DefaultValue("1") int corrections,
    @DefaultValue("400") int tokens,
    @DefaultValue("90d") Duration halfLife) {
  private static final int MOST = 20;

  public AugmentationSettings {
    if (!(floor >= 0 && floor <= 1)) {
      throw new IllegalArgumentException("floor must be within 0 and 1: " + floor);
    }
    if (corrections < 1 || corrections > MOST) {
      throw new IllegalArgumentException(
          "corrections must be 1 to " + MOST + " (form off puts none in): " + corrections);
    }
    if (tokens < 1) {
      throw new IllegalArgumentException("tokens must be at least 1: " + tokens);
    }
    if (!halfLife.isPositive()) {
      throw new IllegalArgumentException("halfLife must be longer than nothing: " + halfLife);
    }
    models = List.copyOf(models);
  }

  /** The values that hold when nothing is configured. */
  public static AugmentationSettings defaults() {
    return new AugmentationSettings(
        PromptForm.TURN_AND_INFORMATION, List.of(), 0.8, 1, 400, Duration.ofDays(90));
  }

  /** The same with one form for every model. */
  public AugmentationSettings always(PromptForm one) {
    return new AugmentationSettings(one, List.of(), floor, corrections, tokens, halfLife);
  }

  /** The form for a model, whose name is compared without its case. */
  PromptForm formOf(String model) {
    return models.stream()
        .filter(one -> one.model().equalsIgnoreCase(model))
        .map(ModelForm::form)
        .findFirst()
        .orElse(form);
  }
}
