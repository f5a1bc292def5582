package dev.nightshift.console;

import dev.nightshift.access.BrowserSessions;
import dev.nightshift.access.BrowserSessions.BrowserSession;
import dev.nightshift.access.Caller;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.gateway.BrowserPages;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What stands around every page. */
@ControllerAdvice(basePackageClasses = PageFrame.class)
final class PageFrame {
  private static final List<String> PAGES =
      List.of(
          "Nights",
          "Trends",
          "Questions",
          "Review",
          "Adapters",
          "Playground",
          "Governance",
          "Settings");

  private final BrowserSessions sessions;
  private final ConsoleParts parts;

  PageFrame(BrowserSessions sessions, ConsoleParts parts) {
    this.sessions = sessions;
    this.parts = parts;
  }

  /**
   * A page that the others link to.
   *
   * @param here whether it is the one that is shown, or that one is below it
   */
  record Link(String path, String name, boolean here) {}

  /**
   * What stands around a page.
   *
   * @param links to the other pages; none before somebody is known
   * @param token that forms carry
   * @param who is logged in, empty for nobody
   * @param active what answers
   */
  record Frame(List<Link> links, String token, String who, String model, String active) {
    static Frame none() {
      return new Frame(List.of(), "", "", "", "");
    }
  }

  private static List<Link> links(String path) {
    return PAGES.stream()
        .map(
            name -> {
              String to = BrowserPages.ROOT + "/" + name.toLowerCase(Locale.ROOT);
              return new Link(to, name, path.equals(to) || path.startsWith(to + "/"));
            })
        .toList();
  }

  @ModelAttribute("frame")
  Frame frame(HttpServletRequest request, Caller caller) {
    if (BrowserPages.LOGIN.equals(request.getRequestURI()) || !caller.known()) {
      return Frame.none();
    }
    return new Frame(
        links(request.getRequestURI()),
        sessions.find(BrowserPages.cookie(request)).map(BrowserSession::token).orElse(""),
        caller.name(),
        parts.model().name(),
        AdapterView.shortName(parts.adapters().current().name()));
  }

  @ModelAttribute("base")
  String base() {
    return AdapterVersion.BASE;
  }
}
