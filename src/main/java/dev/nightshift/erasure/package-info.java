/**
 * The right to be forgotten: takes exchanges, or all that one person asked and said, out of
 * everything that this program keeps, and says what it cannot reach.
 *
 * <p>In this order, so that it can be cut off at any point and repeated: what goes is written down
 * without its words ({@code loras/forgotten.json}), then training data, sealed questions, adapters'
 * scopes, logs and bookkeeping are rewritten, then the memory, because it says what there is to
 * look for, and last the rulings, which hold for as long as something can be told. What becomes of
 * adapters that were trained on it is decided elsewhere.
 *
 * <p>Does not reach copies outside the home, nor an adapter's weights: those go with the adapter.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "exchange",
      "home",
      "state",
      "memory",
      "corpus",
      "harvest",
      "quarantine",
      "adapter",
      "scope",
      "evaluation",
      "training",
      "tuning"
    })
package dev.nightshift.erasure;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
