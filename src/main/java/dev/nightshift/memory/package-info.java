/**
 * The Lucene store of exchanges and feedback: vectors, text and facts, durable when acknowledged.
 *
 * <p>What happened is written once and never edited. The index holds three kinds of documents:
 *
 * <ul>
 *   <li><b>exchange</b>: one question with its answer, as it happened; question and answer analysed
 *       and stored, the question's vector in an HNSW graph whose field is named after the embedder
 *   <li><b>feedback</b>: one thing that a person said, with time and author; its id counts once
 *   <li><b>standing</b>: per exchange, what the facts above add up to now (success or failure,
 *       corrected or not; words and vector of a corrected question once more, so that corrections
 *       are searched alone) at the exchange's time. Derived by {@link
 *       dev.nightshift.memory.Remembered}, replaced whole when feedback comes, so that "failures of
 *       yesterday" is one query however late the feedback was.
 * </ul>
 *
 * <p>Writers hand their documents to one committing thread, which takes all that wait, commits them
 * together and makes them visible before it answers; a hundred writers cost few syncs of the disk.
 * An exchange and its standing are always in one commit. An index found after a crash is that of
 * the last commit. One process may write; others may look ({@code MemoryStatus}).
 *
 * <p>Does not decide what a success is, nor which failures are worth learning from.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"exchange", "embedding", "home"})
package dev.nightshift.memory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
