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
 * <p>A write is acknowledged when it is in the <b>log</b> ahead of the index: one thread takes all
 * that wait, appends them as one frame and syncs once, so that a hundred writers cost few syncs of
 * the disk. Every few seconds, and at once when somebody reads what needs them, the frames go into
 * the index in one Lucene commit, which also says the number of the last of them, and are taken out
 * of the log. What is in the log alone is read from memory by its id. Long lists go into the index
 * past the log.
 *
 * <p>The log can stand in a database that several nodes share. Then it is the memory, and every
 * node's index follows it: the same frames in the same order, numbers without holes, erasures among
 * them; long lists go that way too. A memory that lacks what the log has dropped, or that follows
 * another log, is refused.
 *
 * <p>Vectors are computed behind everybody's back: a question waits for its own up to five seconds,
 * then goes into the index marked as lacking it, and gets it when there is time. Of a corrected
 * question it is there at once.
 *
 * <p>An exchange and its standing are always in one commit. An index found after a crash is that of
 * the last commit; opening it adds what the log has. A last frame that was cut off was never
 * acknowledged; one that is damaged with good ones after it is refused. One process may write;
 * others may look ({@code MemoryStatus}).
 *
 * <p>Does not decide what a success is, nor which failures are worth learning from.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"exchange", "embedding", "home"})
package dev.nightshift.memory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
