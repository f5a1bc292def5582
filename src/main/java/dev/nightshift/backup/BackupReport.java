package dev.nightshift.backup;

import java.nio.file.Path;

/**
 * A finished backup.
 *
 * @param archive the file
 * @param archiveBytes its size
 * @param sha256 its digest
 * @param manifest what it holds
 */
public record BackupReport(
    Path archive, long archiveBytes, String sha256, BackupManifest manifest) {}
