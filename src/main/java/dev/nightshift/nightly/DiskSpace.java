package dev.nightshift.nightly;

import dev.nightshift.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;

/**
 * The room a night needs.
 *
 * @param home on whose disk
 * @param minGigabytes how much, in 10⁹ bytes
 */
record DiskSpace(Home home, double minGigabytes) {

  /** Throws {@code DISK} if there is less. */
  void check() {
    double free;
    try {
      free = Files.getFileStore(home.root()).getUsableSpace() / 1e9;
    } catch (IOException e) {
      throw new NightlyException(
          NightlyException.Code.DISK, "The free space of " + home.root() + " is not known.", e);
    }
    if (free < minGigabytes) {
      throw new NightlyException(
          NightlyException.Code.DISK,
          String.format(
              Locale.ROOT,
              "Only %.2f GB are free on the disk of %s, a night needs %.2f GB: make room, or lower"
                  + " nightly.min-free-gigabytes.",
              free,
              home.root(),
              minGigabytes));
    }
  }
}
