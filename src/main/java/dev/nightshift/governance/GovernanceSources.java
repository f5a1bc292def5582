package dev.nightshift.governance;

import dev.nightshift.embedding.Embedder;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What governance is told by others.
 *
 * @param folder the home's {@code code}; attempts, reports and benches are in it
 * @param questions the memory's failures
 * @param embedder says which of them mean the like; asked for only when there are some
 * @param nights what became of nights
 * @param prompts makes better instructions
 * @param promptEvents what happened to instructions
 * @param phrasing puts facts into words; empty leaves that to fixed sentences
 * @param clock tells the time
 */
public record GovernanceSources(
    Path folder,
    FailedQuestions questions,
    Supplier<Embedder> embedder,
    NightFacts nights,
    PromptProposals prompts,
    PromptEvents promptEvents,
    Optional<Phrasing> phrasing,
    InstantSource clock) {}
