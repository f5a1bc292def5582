package dev.nightshift.tuning;

import dev.nightshift.adapter.AdapterVersion;

/**
 * A trained and published adapter.
 *
 * @param version in the store
 * @param provenance how it was made
 * @param newRows rows that no adapter had been trained on before
 */
public record TunedAdapter(AdapterVersion version, Provenance provenance, int newRows) {}
