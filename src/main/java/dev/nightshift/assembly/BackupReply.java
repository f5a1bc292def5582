package dev.nightshift.assembly;

import java.util.List;

/**
 * A finished backup.
 *
 * @param state BACKED_UP
 * @param file the archive
 * @param bytes its size
 * @param sha256 its digest
 * @param files how many files are in it
 * @param contentBytes all their bytes
 * @param database "h2" when the state database is in it, "none" when there is none yet, otherwise
 *     where it is and has to be backed up by itself
 * @param models the model files of the home, and whether they are in it
 * @param withoutSettings secrets that were taken out of application.yaml
 * @param leftOut parts of the home that are not in it
 * @param totalMs how long it took
 */
public record BackupReply(
    String state,
    String file,
    long bytes,
    String sha256,
    long files,
    long contentBytes,
    String database,
    List<ModelFile> models,
    List<String> withoutSettings,
    List<String> leftOut,
    long totalMs)
    implements Reply {
  public BackupReply {
    models = List.copyOf(models);
    withoutSettings = List.copyOf(withoutSettings);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * A model's file.
   *
   * @param name of it
   * @param bytes its size
   * @param sha256 its digest
   * @param included whether it is in the archive
   */
  public record ModelFile(String name, long bytes, String sha256, boolean included) {}
}
