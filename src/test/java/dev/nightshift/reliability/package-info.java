/**
 * Proves that nothing is lost: scenarios of the pipeline on a disk and a database that stop, fill
 * up or fail at any operation, and what must hold after the next start. See docs/reliability.md.
 */
@NullMarked
package dev.nightshift.reliability;

import org.jspecify.annotations.NullMarked;
