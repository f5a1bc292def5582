package dev.nightshift.backup;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The manifest as bytes. */
final class ArchiveJson {
  static final String MANIFEST = "manifest.json";

  /** A manifest of a million files is smaller; more is no manifest. */
  private static final long MOST_BYTES = 512L << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private ArchiveJson() {}

  static byte[] bytes(BackupManifest manifest) {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
  }

  /**
   * The manifest of an open archive.
   *
   * @throws BackupException DAMAGED when there is none that can be believed
   */
  static BackupManifest read(ZipFile archive) throws IOException {
    ZipEntry entry = archive.getEntry(MANIFEST);
    if (entry == null || entry.getSize() > MOST_BYTES) {
      throw new BackupException(
          BackupException.Code.DAMAGED,
          archive.getName() + " has no " + MANIFEST + ": it is no backup of this program");
    }
    byte[] bytes;
    try (InputStream in = archive.getInputStream(entry)) {
      bytes = in.readAllBytes();
    }
    CRC32 sum = new CRC32();
    sum.update(bytes);
    if (sum.getValue() != entry.getCrc()) {
      throw new BackupException(
          BackupException.Code.DAMAGED, "the manifest of " + archive.getName() + " is damaged");
    }
    try {
      int format = JSON.readTree(bytes).path("format").asInt(0);
      if (format != BackupManifest.FORMAT) {
        throw new BackupException(
            BackupException.Code.DAMAGED,
            archive.getName()
                + " has the format "
                + format
                + ", and this version of the program reads "
                + BackupManifest.FORMAT
                + "; restore it with the version that made it");
      }
      return JSON.readValue(bytes, BackupManifest.class);
    } catch (JacksonException e) {
      throw damaged(archive, e);
    }
  }

  private static BackupException damaged(ZipFile archive, JacksonException e) {
    return new BackupException(
        BackupException.Code.DAMAGED,
        "the manifest of " + archive.getName() + " cannot be believed: " + e.getOriginalMessage(),
        e);
  }
}
