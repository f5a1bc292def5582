package dev.nightshift.assembly;

import dev.nightshift.home.Home;
import dev.nightshift.model.TestModel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A whole pipeline that serves the default model on a free port. */
final class RunningServer implements AutoCloseable {
  /** What opens the routes of applications. */
  static final String KEY = "a-key-for-the-slow-tests";

  final Pipeline pipeline;
  private final PipelineServer server;

  RunningServer(Path home, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("nightshift.model.base", TestModel.standard().file().toAbsolutePath().toString());
    all.put("nightshift.gateway.port", "0");
    all.put("nightshift.gateway.api-token", KEY);
    all.put("nightshift.nightly.enabled", "false");
    Home own = new Home(home);
    pipeline = new Pipeline(own, Settings.load(own, Map.of(), all));
    server = PipelineServer.start(pipeline);
  }

  String url() {
    return server.url();
  }

  @Override
  public void close() {
    server.close();
    pipeline.close();
  }
}
