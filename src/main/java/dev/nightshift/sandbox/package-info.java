/**
 * Runs untrusted Python in a child process.
 *
 * <p><b>What it does not stop.</b>
 *
 * <ul>
 *   <li>An attack on the kernel itself through one of the system calls that a Python program needs.
 *       There is one kernel; this is no virtual machine. About 170 calls are allowed, {@code
 *       execve}, {@code clone} and {@code mmap} among them.
 *   <li>Side channels: a program can measure time, caches and load, and so learn that others run.
 *   <li>Reading what every user may read of the interpreter and of the system's libraries ({@code
 *       /usr/lib}, {@code /usr/local/lib}): no secrets belong there.
 *   <li>Taking its share: until its limits end it, a program computes with all processors that it
 *       is allowed processes for. What it holds of memory is looked at every 20 ms and may be more
 *       than its limit for so long; each process alone is limited by the kernel. What processes
 *       share counts for each.
 *   <li>Lies: a program may print any result. Nothing that it must not know (the expected answers)
 *       may be sent to it, and times and memory of a call are what its own interpreter says.
 *   <li>The check of the source is a courtesy and no boundary: it is passed by whoever wants to.
 *   <li>With the boundary {@code UNSAFE}, which an operator must name: nearly everything. Only the
 *       limits of single processes, a time and an empty environment are left.
 * </ul>
 *
 * <p><b>What it does.</b> A {@link dev.nightshift.sandbox.Program} is run by one interpreter that
 * serves no other (or no other {@link dev.nightshift.sandbox.Series}), in this order: a root's
 * process becomes a user that nobody else is ({@code setpriv}), without capabilities and ways to
 * get some; limits ({@code prlimit}); a file system in memory, with a size and a number of files,
 * as all that can be written ({@code unshare}, {@code mount}); own namespaces of users, mounts,
 * processes, network, IPC and host names, an empty environment, a new session, nothing but the
 * interpreter's files and those read-only, no {@code /proc}, death with this process ({@code
 * bubblewrap}); a filter of system calls that lets through what is on a list ({@code
 * SystemCallFilter}). Whether all that came to be is read from the kernel before a program is
 * handed over, every time. What is missing is said, with what to install, and the run refused. Ends
 * with the first process of the namespace, with which the kernel ends all others.
 *
 * <p>Knows no language models and does not judge results.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.nightshift.sandbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
