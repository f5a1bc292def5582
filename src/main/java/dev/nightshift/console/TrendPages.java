package dev.nightshift.console;

import dev.nightshift.access.AccessScope;
import dev.nightshift.gateway.Needs;
import dev.nightshift.memory.Window;
import dev.nightshift.rollout.PastRollout;
import dev.nightshift.rollout.RolloutKind;
import dev.nightshift.rollout.RolloutState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Whether answers get better: days side by side, with what went live marked on them. */
@Controller
@Needs(AccessScope.OPERATE)
final class TrendPages {
  private static final int MOST_DAYS = 90;
  private static final int ROLLOUTS = 500;

  private final ConsoleParts parts;

  TrendPages(ConsoleParts parts) {
    this.parts = parts;
  }

  /** A day as the table shows it. */
  record Line(
      String day,
      int exchanges,
      String success,
      String adapter,
      String retrieval,
      String base,
      String confidence,
      int corrections,
      String median,
      String slow,
      String live) {}

  @GetMapping("/console/trends")
  String trends(@RequestParam(defaultValue = "30") int days, Model model) {
    int wanted = Math.clamp(days, 1, MOST_DAYS);
    LocalDate today = parts.clock().instant().atZone(parts.zone()).toLocalDate();
    Map<LocalDate, String> live = live();
    List<Day> all = new ArrayList<>();
    for (int back = wanted - 1; back >= 0; back--) {
      LocalDate date = today.minusDays(back);
      all.add(day(date));
    }
    List<String> names = all.stream().map(day -> parts.shown().day(day.date())).toList();
    List<String> events = all.stream().map(day -> live.getOrDefault(day.date(), "")).toList();
    model.addAttribute("days", wanted);
    model.addAttribute("any", all.stream().anyMatch(day -> day.exchanges() > 0));
    model.addAttribute("charts", charts(all, names, events));
    model.addAttribute(
        "lines",
        all.reversed().stream()
            .filter(day -> day.exchanges() > 0)
            .map(day -> line(day, live.getOrDefault(day.date(), "")))
            .toList());
    return "trends";
  }

  private Day day(LocalDate date) {
    Window day =
        new Window(
            date.atStartOfDay(parts.zone()).toInstant(),
            date.plusDays(1).atStartOfDay(parts.zone()).toInstant());
    DayCount count = new DayCount();
    parts.memory().each(day, count::add);
    return count.of(date);
  }

  /** The adapters that went live, by the day. */
  private Map<LocalDate, String> live() {
    Map<LocalDate, String> live = new TreeMap<>();
    for (PastRollout past : parts.rollouts().recent(ROLLOUTS)) {
      boolean deployed = past.kind() == RolloutKind.DEPLOY && past.state() == RolloutState.ACTIVE;
      if (deployed) {
        live.merge(
            past.startedAt().atZone(parts.zone()).toLocalDate(),
            AdapterView.shortName(past.adapter()),
            (newer, older) -> older + ", " + newer);
      }
    }
    return live;
  }

  private static List<LineChart> charts(List<Day> days, List<String> names, List<String> events) {
    return List.of(
        LineChart.of(
            "Right answers",
            names,
            List.of(
                series("all", days, Day::success),
                series("adapter", days, Day::adapter),
                series("base with corrections", days, Day::retrieval),
                series("base alone", days, Day::base)),
            0,
            1,
            Shown::share,
            events),
        LineChart.of(
            "Confidence",
            names,
            List.of(series("mean", days, Day::confidence)),
            0,
            1,
            Shown::share,
            events),
        LineChart.of(
            "Corrections",
            names,
            List.of(series("a day", days, day -> (double) day.corrections())),
            0,
            4,
            value -> String.valueOf(Math.round(value)),
            events),
        LineChart.of(
            "Latency",
            names,
            List.of(
                series("median", days, Day::median), series("95 of 100 under", days, Day::slow)),
            0,
            0.5,
            TrendPages::seconds,
            events));
  }

  private static LineChart.Series series(
      String name, List<Day> days, Function<Day, @Nullable Double> value) {
    List<@Nullable Double> values = new ArrayList<>();
    for (Day day : days) {
      values.add(value.apply(day));
    }
    return new LineChart.Series(name, values);
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.1f s", value);
  }

  private Line line(Day day, String live) {
    return new Line(
        parts.shown().day(day.date()),
        day.exchanges(),
        share(day.success()),
        share(day.adapter()),
        share(day.retrieval()),
        share(day.base()),
        share(day.confidence()),
        day.corrections(),
        day.median() == null ? "–" : seconds(day.median()),
        day.slow() == null ? "–" : seconds(day.slow()),
        live);
  }

  private static String share(@Nullable Double share) {
    return share == null ? "–" : Shown.share(share);
  }
}
