package dev.nightshift.erasure;

import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.evaluation.SealedSets;
import dev.nightshift.harvest.HarvestErasure;
import dev.nightshift.home.Home;
import dev.nightshift.memory.ErasableMemory;
import dev.nightshift.quarantine.Rulings;
import dev.nightshift.state.StoredText;
import java.time.InstantSource;

/**
 * What erasures work on.
 *
 * @param home where logs and work folders are
 * @param memory the exchanges
 * @param harvest what was made of them
 * @param rulings what was ruled about them
 * @param sealed the questions that adapters are judged by
 * @param adapters the adapters, and the record of what was forgotten
 * @param stored the bookkeeping's words
 * @param code the programs that were written for people
 * @param clock says when
 */
public record ErasureParts(
    Home home,
    ErasableMemory memory,
    HarvestErasure harvest,
    Rulings rulings,
    SealedSets sealed,
    AdapterStore adapters,
    StoredText stored,
    ErasableCode code,
    InstantSource clock) {}
