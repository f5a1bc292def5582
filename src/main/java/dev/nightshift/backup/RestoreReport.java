package dev.nightshift.backup;

import dev.nightshift.backup.BackupManifest.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A finished restore.
 *
 * @param home where to
 * @param manifest what was in the archive
 * @param missing models that the home had and that are not here now
 * @param before where what the home held before is kept; empty when it held nothing
 */
public record RestoreReport(
    Path home, BackupManifest manifest, List<Model> missing, Optional<Path> before) {
  public RestoreReport {
    missing = List.copyOf(missing);
  }
}
