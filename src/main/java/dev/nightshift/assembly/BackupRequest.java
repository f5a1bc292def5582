package dev.nightshift.assembly;

/**
 * A backup.
 *
 * @param file absolute path of the archive; must not exist
 * @param secrets whether application.yaml goes in with its secrets
 * @param models whether model files go in
 */
public record BackupRequest(String file, boolean secrets, boolean models) implements Request {
  public BackupRequest {
    if (file == null || file.isBlank()) {
      throw new IllegalArgumentException("a backup needs a file to be written to");
    }
  }
}
