package dev.nightshift.training;

import java.util.List;

/**
 * An example as token ids.
 *
 * @param wordings ids of prompt and answer, end token included, one array for each wording
 * @param promptLengths how many of them are the prompt
 * @param kind why it is trained on
 */
record EncodedExample(
    List<int[]> wordings, List<Integer> promptLengths, TrainingExample.Kind kind) {
  int length(int wording) {
    return wordings.get(wording).length;
  }
}
