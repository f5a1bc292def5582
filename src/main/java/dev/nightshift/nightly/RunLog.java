package dev.nightshift.nightly;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The log file of one run, {@code logs/<what>_<UTC time>.log}: everything the program logs from
 * INFO up while it is open, whichever thread logs it. The same run opened again is appended to.
 * What the level of {@code dev.nightshift} holds back is not seen here either: quieten a console by
 * a filter of its appender.
 *
 * <p>What the thread that opened it logs carries the run's name as {@code run} in its context
 * (MDC), which structured logs show.
 *
 * <p>A log that cannot be written costs a warning and not the run.
 */
public final class RunLog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunLog.class);
  private static final String LOGGER = "dev.nightshift";
  private static final String RUN = "run";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path file;
  private final @Nullable FileAppender<ILoggingEvent> appender;
  private final @Nullable String outer = MDC.get(RUN);

  private RunLog(Path file, @Nullable FileAppender<ILoggingEvent> appender) {
    this.file = file;
    this.appender = appender;
    MDC.put(RUN, String.valueOf(file.getFileName()).replaceFirst("\\.log$", ""));
  }

  /** Begins to write {@code logs/<what>_<time>.log}. */
  public static RunLog open(Path logs, String what, Instant time) {
    Path file = logs.resolve(what + "_" + TIME.format(time) + ".log");
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      log.warn("{} is not written: another logging library than Logback is in use", file);
      return new RunLog(file, null);
    }
    PatternLayoutEncoder lines = new PatternLayoutEncoder();
    lines.setContext(context);
    lines.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n");
    lines.start();
    ThresholdFilter info = new ThresholdFilter();
    info.setLevel("INFO");
    info.start();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setName(file.getFileName().toString());
    appender.setFile(file.toString());
    appender.setEncoder(lines);
    appender.addFilter(info);
    appender.start();
    context.getLogger(LOGGER).addAppender(appender);
    return new RunLog(file, appender);
  }

  /** Where the lines go. */
  public Path file() {
    return file;
  }

  @Override
  public void close() {
    if (outer == null) {
      MDC.remove(RUN);
    } else {
      MDC.put(RUN, outer);
    }
    if (appender != null && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(LOGGER).detachAppender(appender);
      appender.stop();
    }
  }
}
