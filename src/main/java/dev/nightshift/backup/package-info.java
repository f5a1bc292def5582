/**
 * Backups of a home: one archive with a manifest of sizes and digests, made while a server writes,
 * and put into a home whole or not at all.
 *
 * <p>The archive is a ZIP file: one entry a file under its path in the home, and {@code
 * manifest.json} as the last one, which names every file with size, SHA-256 and permissions, every
 * link with its target, and every folder; what it does not name is not restored. Digests show that
 * an archive was damaged, not that somebody changed archive and manifest on purpose: it is not
 * signed.
 *
 * <p>What changes while it is read is taken as follows: the memory is a held commit of its index
 * with all that was acknowledged before; the H2 database is its own online backup; all other files
 * are replaced whole or only appended to, and are pinned by hard links, with the length they had.
 *
 * <p>Does not know what is in the files, and does not back up a database outside the home.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"home", "memory", "state"})
package dev.nightshift.backup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
