package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import dev.nightshift.access.KeyStore;
import dev.nightshift.access.NewKey;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;

/**
 * Keys of two who may ask, and of one who may operate.
 *
 * @param ann asks
 * @param bob asks
 * @param operator operates
 */
record TestKeys(NewKey ann, NewKey bob, NewKey operator) {
  static TestKeys in(Path state) {
    KeyStore keys = new KeyStore(state, InstantSource.system());
    return new TestKeys(
        keys.create("ann", Set.of(AccessScope.ASK), null, null),
        keys.create("bob", Set.of(AccessScope.ASK), null, null),
        keys.create("root", Set.of(AccessScope.OPERATE), null, null));
  }
}
