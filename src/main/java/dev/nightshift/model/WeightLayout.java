package dev.nightshift.model;

import java.util.List;

/**
 * Where each array stands in the list of weights: first embedding, output norm and head, then the
 * layers, all alike. Within a layer: attention norm, feed-forward norm, the seven projections with
 * {@link WeightForm#slots} arrays each, then biases of query, key and value, norms of query and
 * key, and norms of the two results, as far as the model has them; last, where weights are
 * dequantised once, query, key and value below each other, and gate and up, of which those before
 * are views.
 */
record WeightLayout(ModelSpec spec, WeightForm form) {
  int outputNorm() {
    return form.slots;
  }

  int head() {
    return form.slots + 1;
  }

  /** Arrays before the first layer. */
  int globals() {
    return 2 * form.slots + 1;
  }

  /** Arrays of one layer. */
  int perLayer() {
    return joined() + (form.quantised ? 0 : 2);
  }

  int attentionNorm() {
    return 0;
  }

  int feedForwardNorm() {
    return 1;
  }

  int projection(Projection projection) {
    return 2 + projection.place * form.slots;
  }

  int bias(Projection projection) {
    return afterProjections() + projection.place;
  }

  int headNorm(Projection projection) {
    return afterProjections() + (spec.qkvBias() ? 3 : 0) + projection.place;
  }

  int attentionPostNorm() {
    return afterProjections() + (spec.qkvBias() ? 3 : 0) + (spec.qkNorm() ? 2 : 0);
  }

  int feedForwardPostNorm() {
    return attentionPostNorm() + 1;
  }

  /**
   * The expression for the weights [out, in] of one of {@link Projection#GROUPS} in a layer whose
   * arrays begin at {@code i}.
   */
  String group(int group) {
    List<Projection> members = Projection.GROUPS.get(group);
    if (members.size() == 1 || !form.quantised) {
      int place = members.size() == 1 ? projection(members.getFirst()) : joined() + group / 2;
      return "(self).weight(w, torch.add(i, " + place + "))";
    }
    List<Integer> places = members.stream().map(this::projection).toList();
    int outputs = members.stream().mapToInt(p -> p.outputs(spec)).sum();
    return "(self).group(w, i, %s, %d, %d)"
        .formatted(places, outputs, members.getFirst().inputs(spec));
  }

  private int joined() {
    return attentionPostNorm() + (spec.traits().postNorms() ? 2 : 0);
  }

  private int afterProjections() {
    return 2 + Projection.values().length * form.slots;
  }
}
