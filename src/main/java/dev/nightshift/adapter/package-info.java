/**
 * The store of trained adapters: immutable versions, {@code current} and {@code latest}, backups.
 *
 * <pre>
 * loras/
 *   adapter_&lt;UTC time&gt;_&lt;digest8&gt;/        immutable once published
 *   base/                               the empty version: no adapter
 *   drill_&lt;time&gt;_&lt;digest8&gt;/            broken on purpose, gone when the drill is over
 *   latest      -> adapter_…            newest trained
 *   current     -> deployments/&lt;time&gt;_&lt;n&gt;_&lt;version&gt;
 *   deployments/&lt;time&gt;_&lt;n&gt;_&lt;version&gt;/        adapter -> ../../adapter_… , a link to each of its files,
 *                                       and the records of that deployment (rollback_summary.json)
 *   backup_&lt;time&gt; -> adapter_… | base   what was active before each deploy
 *   rollback_&lt;time&gt;/                    rollback_summary.json and a link to the adapter that failed
 *   forgotten.json                      what was erased on demand, and so which adapters are tainted
 *   .staging-…                          being built; removed at the next start
 * </pre>
 *
 * <p>{@code current} points at a view and not at the adapter itself, so that {@code
 * current/rollback_summary.json} can be read after a rollback while adapters stay immutable. A
 * reader resolves {@code current} once ({@link dev.nightshift.adapter.AdapterStore#current}) and
 * uses that real path from then on. What may become active is decided in {@code rollout}, not here.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"home"})
package dev.nightshift.adapter;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
