package dev.nightshift.assembly;

import dev.nightshift.home.NodeName;
import dev.nightshift.nightly.NightlyRuntime;
import dev.nightshift.tracing.Traces;

/** Puts together what nights work with. */
final class NightlyAssembly {
  private NightlyAssembly() {}

  static NightlyRuntime open(Pipeline pipeline) {
    NightlyRuntime nights =
        NightlyRuntime.open(
            pipeline.database(),
            new NightStages(pipeline),
            pipeline.outbox(),
            pipeline.home(),
            pipeline.settings().nightly(),
            pipeline.clock(),
            NodeName.of(pipeline.home(), pipeline.settings().fleet().node()));
    SearchAfterNight search = new SearchAfterNight(pipeline);
    Traces traces = pipeline.traces.get();
    nights.afterEach(
        night -> {
          TraceAssembly.night(pipeline, traces, night);
          pipeline.code.governance().nightEnded();
          search.after(night);
        });
    return nights;
  }
}
