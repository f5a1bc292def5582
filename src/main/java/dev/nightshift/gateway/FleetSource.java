package dev.nightshift.gateway;

import java.nio.file.Path;
import java.util.Optional;

/** What other nodes and operators ask a node for. */
public interface FleetSource {
  /** The nodes that are known, as JSON. */
  String nodes();

  /**
   * A file of an adapter.
   *
   * @param version name of the adapter, as somebody sent it
   * @param name of the file, as somebody sent it
   * @return empty when there is none such that may be given away
   */
  Optional<Path> file(String version, String name);
}
