package dev.nightshift.inference;

import dev.nightshift.inference.AdapterWeights.Pair;
import dev.nightshift.kernel.LowRankAdapter;
import dev.nightshift.model.Projection;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The adapters used last, as they are computed with. For the computing thread only. */
final class BlockAdapters {
  private final int most;
  private final Map<String, LowRankAdapter> held = new LinkedHashMap<>(16, 0.75f, true);

  BlockAdapters(int most) {
    this.most = most;
  }

  @Nullable LowRankAdapter of(@Nullable AdapterWeights adapter) {
    if (adapter == null) {
      return null;
    }
    LowRankAdapter found = held.get(adapter.digest());
    if (found == null) {
      if (held.size() == most) {
        held.remove(held.keySet().iterator().next());
      }
      found = prepare(adapter);
      held.put(adapter.digest(), found);
    }
    return found;
  }

  private static LowRankAdapter prepare(AdapterWeights adapter) {
    List<Map<Projection, LowRankAdapter.Pair>> layers = new ArrayList<>();
    for (Map<Projection, Pair> layer : adapter.layers()) {
      Map<Projection, LowRankAdapter.Pair> pairs = new EnumMap<>(Projection.class);
      layer.forEach(
          (projection, pair) ->
              pairs.put(
                  projection,
                  new LowRankAdapter.Pair(pair.rank(), pair.a(), pair.b(), adapter.scale(pair))));
      layers.add(pairs);
    }
    return new LowRankAdapter(layers);
  }
}
