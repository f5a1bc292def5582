/**
 * Traces by OpenTelemetry: one for each question, night, rollout by hand and run of the code loop,
 * sent by OTLP to where the configuration says, or nowhere.
 *
 * <p>Trace ids are derived from the ids of exchanges and nights, so nothing has to be stored to get
 * from a night to the questions it was taught, or from an adapter to its night. Spans are made of
 * what was recorded, when it is over: nobody is slowed down by them, and a night that was killed
 * and went on in another process is still one trace. No question, answer or correction is in them.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.nightshift.tracing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
