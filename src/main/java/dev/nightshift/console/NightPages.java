package dev.nightshift.console;

import dev.nightshift.access.AccessScope;
import dev.nightshift.gateway.Needs;
import dev.nightshift.nightly.NightSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Tonight, last night, and those before. */
@Controller
@Needs(AccessScope.OPERATE)
final class NightPages implements ApplicationListener<ContextClosedEvent> {
  private static final int LISTED = 30;
  private static final long LOOK_MILLIS = 1000;
  private static final long STREAM_MILLIS = 600_000;

  private final ConsoleParts parts;
  private volatile boolean closing;

  NightPages(ConsoleParts parts) {
    this.parts = parts;
  }

  /**
   * What a night is doing, for the page.
   *
   * @param percent of the stage, negative when it cannot be told
   */
  record Doing(String stage, String message, int percent, @Nullable LineChart losses) {}

  @GetMapping("/console/nights")
  String nights(Model model) {
    List<NightSummary> recent = parts.nights().recent(LISTED);
    show(model, recent, recent.stream().findFirst());
    return "nights";
  }

  @GetMapping("/console/nights/{key}")
  String night(@PathVariable String key, Model model) {
    Optional<NightSummary> night = parts.nights().find(key);
    if (night.isEmpty()) {
      throw new ConsoleException(ConsoleException.Code.UNKNOWN, "There was no night " + key + ".");
    }
    show(model, parts.nights().recent(LISTED), night);
    return "nights";
  }

  private void show(Model model, List<NightSummary> recent, Optional<NightSummary> chosen) {
    model.addAttribute("nights", recent.stream().map(night -> view(night, false)).toList());
    @Nullable NightView night = chosen.map(one -> view(one, true)).orElse(null);
    model.addAttribute("night", night);
    model.addAttribute("losses", night == null ? null : trained(night.adapter()));
    model.addAttribute("doing", doing());
    model.addAttribute("schedule", parts.schedule().get());
  }

  private NightView view(NightSummary night, boolean whole) {
    return NightView.of(
        night,
        whole ? parts.nights().steps(night.result().night()) : List.of(),
        parts.clock().instant(),
        parts.shown());
  }

  /** How the loss fell in the training of an adapter; null when that is not known. */
  private @Nullable LineChart trained(String adapter) {
    return parts
        .adapters()
        .find(adapter)
        .map(version -> version.directory().resolve("training_report.json"))
        .map(NightPages::losses)
        .orElse(null);
  }

  static @Nullable LineChart losses(Path report) {
    return JsonText.in(report)
        .map(json -> JsonText.numbers(json.path("losses")))
        .filter(losses -> losses.size() > 1)
        .map(losses -> losses(losses, "Mean loss of each epoch"))
        .orElse(null);
  }

  private static LineChart losses(List<Double> losses, String title) {
    List<String> names = IntStream.rangeClosed(1, losses.size()).mapToObj(String::valueOf).toList();
    return LineChart.of(
        title,
        names,
        List.of(new LineChart.Series("loss", new ArrayList<>(losses))),
        0,
        0,
        value -> String.format(Locale.ROOT, "%.2f", value),
        List.of());
  }

  private @Nullable Doing doing() {
    return parts
        .live()
        .now()
        .map(
            now ->
                new Doing(
                    now.stage(),
                    now.message(),
                    now.share() < 0 ? -1 : (int) Math.round(now.share() * 100),
                    now.losses().size() < 2 ? null : losses(now.losses(), "Loss so far")))
        .orElse(null);
  }

  /** The part of the page that changes while a night runs. */
  @GetMapping("/console/nights/live")
  String live(Model model) {
    show(model, parts.nights().recent(LISTED), parts.nights().lastNight());
    return "nights :: live";
  }

  /** A server that stops waits for nobody who only looks. */
  @Override
  public void onApplicationEvent(ContextClosedEvent event) {
    closing = true;
  }

  /** Says when there is something new to see; ends by itself, and the browser asks again. */
  @GetMapping(path = "/console/nights/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter events() {
    SseEmitter events = new SseEmitter(STREAM_MILLIS);
    Thread.ofVirtual().name("console events").start(() -> follow(events));
    return events;
  }

  private void follow(SseEmitter events) {
    long end = System.nanoTime() + STREAM_MILLIS * 1_000_000;
    String last = "";
    try {
      while (!closing && System.nanoTime() < end) {
        String now =
            parts.live().now().map(one -> one.stage() + ": " + one.message()).orElse("idle");
        if (now.equals(last)) {
          events.send(SseEmitter.event().comment("still " + now));
        } else {
          events.send(SseEmitter.event().name("change").data(now));
        }
        last = now;
        Thread.sleep(LOOK_MILLIS);
      }
      events.complete();
    } catch (IOException | IllegalStateException e) {
      events.complete(); // the browser is gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      events.complete();
    }
  }
}
