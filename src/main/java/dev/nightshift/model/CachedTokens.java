package dev.nightshift.model;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * Tokens to run over a key/value cache.
 *
 * @param ids int64 [B, T]
 * @param positions int64 [T], or [B, 1, T] where sequences differ; counts a sequence's own tokens
 * @param mask boolean, broadcast to [B, heads, T, slot + T], true where a query may look; null is
 *     causal if {@code slot} is 0, and everything if T is 1
 * @param cache from {@link TransformerProgram#cache}
 * @param slot where the tokens' keys and values go
 */
public record CachedTokens(
    NDArray ids, NDArray positions, @Nullable NDArray mask, NDArray cache, int slot) {}
