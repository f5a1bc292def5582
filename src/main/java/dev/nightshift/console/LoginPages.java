package dev.nightshift.console;

import dev.nightshift.access.AccessException;
import dev.nightshift.access.AccessScope;
import dev.nightshift.access.BrowserSessions;
import dev.nightshift.access.BrowserSessions.BrowserSession;
import dev.nightshift.access.Callers;
import dev.nightshift.gateway.BrowserPages;
import dev.nightshift.gateway.Needs;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** How a browser gets in and out, and what every page needs of files. */
@Controller
@Needs(AccessScope.OPERATE)
final class LoginPages {
  private static final String TICKETS = BrowserPages.ROOT + "/tickets";
  private static final String FIRST_PAGE = "redirect:/console/nights";

  private final BrowserSessions sessions;
  private final Callers callers;

  LoginPages(BrowserSessions sessions, Callers callers) {
    this.sessions = sessions;
    this.callers = callers;
  }

  /** Whether a form is sent by somebody who has no session yet, or no browser. */
  static boolean beforeSession(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.equals(BrowserPages.LOGIN) || path.equals(TICKETS);
  }

  @GetMapping("/console")
  String start() {
    return FIRST_PAGE;
  }

  @Needs({})
  @GetMapping(BrowserPages.LOGIN)
  String login(Model model) {
    model.addAttribute("problem", "");
    return "login";
  }

  @Needs({})
  @PostMapping(BrowserPages.LOGIN)
  String login(
      @RequestParam String key,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    try {
      callers.identify(key.strip()).require(List.of(AccessScope.OPERATE));
    } catch (AccessException e) {
      response.setStatus(403);
      model.addAttribute(
          "problem",
          switch (e.code()) {
            case SCOPE -> "This key does not have the scope operate.";
            case UNREADABLE -> "The server cannot read its keys; its log says why.";
            case INVALID, UNKNOWN_ID, MISSING, REFUSED -> "This is not a key that is in force.";
          });
      return "login";
    }
    remember(sessions.begin(key.strip()), request, response);
    return FIRST_PAGE;
  }

  /** The link that {@code pipeline console} prints; it is good once. */
  @Needs({})
  @GetMapping(BrowserPages.ENTER)
  String enter(
      @RequestParam String ticket,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    var session = sessions.redeem(ticket);
    if (session.isEmpty()) {
      response.setStatus(403);
      model.addAttribute(
          "problem", "This link was used already, or is older than ten minutes: print another.");
      return "login";
    }
    remember(session.get(), request, response);
    return FIRST_PAGE;
  }

  /** A ticket for whoever holds a key, as commands do: {@code {"ticket": …}}. */
  @PostMapping(path = TICKETS, produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Map<String, String>> ticket(
      @RequestHeader(HttpHeaders.AUTHORIZATION) String authorization) {
    String key = authorization.replaceFirst("(?i)^Bearer\\s+", "").strip();
    return ResponseEntity.ok(
        Map.of("path", BrowserPages.ENTER + "?ticket=" + sessions.ticket(key)));
  }

  @PostMapping("/console/logout")
  String logout(HttpServletRequest request, HttpServletResponse response) {
    sessions.end(BrowserPages.cookie(request));
    response.addHeader(HttpHeaders.SET_COOKIE, BrowserPages.cookie("", request.isSecure()));
    return "redirect:" + BrowserPages.LOGIN;
  }

  private static void remember(
      BrowserSession session, HttpServletRequest request, HttpServletResponse response) {
    response.addHeader(
        HttpHeaders.SET_COOKIE, BrowserPages.cookie(session.id(), request.isSecure()));
  }

  @Needs({})
  @GetMapping("/console/style.css")
  ResponseEntity<Resource> style() {
    return file("style.css", "text/css");
  }

  @Needs({})
  @GetMapping("/console/script.js")
  ResponseEntity<Resource> script() {
    return file("script.js", "text/javascript");
  }

  private static ResponseEntity<Resource> file(String name, String type) {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noCache())
        .contentType(MediaType.parseMediaType(type + ";charset=utf-8"))
        .body(new ClassPathResource(name, LoginPages.class));
  }

  @GetMapping("/console/**")
  ModelAndView nothing(HttpServletRequest request) {
    return PageErrors.page(404, "There is no page " + request.getRequestURI() + ".");
  }
}
