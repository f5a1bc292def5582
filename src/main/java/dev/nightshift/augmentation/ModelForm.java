package dev.nightshift.augmentation;

/**
 * The form for one model.
 *
 * @param model its name, as {@code ask --json} shows it
 * @param form how it is told corrections
 */
public record ModelForm(String model, PromptForm form) {
  public ModelForm {
    if (model == null || model.isBlank() || form == null) {
      throw new IllegalArgumentException(
          "model and form are both needed to say how a model is told corrections");
    }
  }
}
