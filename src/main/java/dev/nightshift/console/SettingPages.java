package dev.nightshift.console;

import dev.nightshift.access.AccessScope;
import dev.nightshift.gateway.HealthParts;
import dev.nightshift.gateway.Needs;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Health, and the settings as they are in force. */
@Controller
@Needs(AccessScope.OPERATE)
final class SettingPages {
  private final ConsoleParts parts;
  private final HealthParts health;

  SettingPages(ConsoleParts parts, HealthParts health) {
    this.parts = parts;
    this.health = health;
  }

  /** How a part is. */
  record Part(String name, String state, String tone, String detail) {}

  @GetMapping("/console/settings")
  String settings(Model model) {
    model.addAttribute(
        "parts",
        health.look().stream()
            .map(
                part ->
                    new Part(
                        part.name(),
                        part.state().name().toLowerCase(Locale.ROOT),
                        switch (part.state()) {
                          case OK -> "good";
                          case DEGRADED -> "plain";
                          case ERROR -> "bad";
                        },
                        part.detail()))
            .toList());
    model.addAttribute("settings", parts.settings().get());
    return "settings";
  }
}
