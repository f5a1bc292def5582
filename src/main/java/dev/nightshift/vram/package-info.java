/**
 * Watches how much memory of a GPU is used, and has the models reloaded when it stays too much: a
 * model that runs for days can leave more behind than it needs.
 *
 * <p>It reads and decides; reloading and telling people is given to it. It does not plan memory
 * ({@code training} does) and is off, saying so once, on a machine whose GPU it cannot read.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.nightshift.vram;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
