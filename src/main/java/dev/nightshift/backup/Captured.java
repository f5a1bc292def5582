package dev.nightshift.backup;

import dev.nightshift.backup.BackupManifest.Kind;
import java.nio.file.Path;

/**
 * Something of the home that will be in the archive.
 *
 * @param path below the home, with slashes
 * @param kind what it is
 * @param source where its bytes can be read in peace; for folders and links where it is
 * @param bytes how many of them, from the beginning
 * @param target of a link, otherwise empty
 * @param permissions of a file or folder, otherwise empty
 */
record Captured(
    String path, Kind kind, Path source, long bytes, String target, String permissions) {}
