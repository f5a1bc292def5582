package dev.nightshift.console;

import dev.nightshift.access.AccessException;
import dev.nightshift.gateway.BrowserPages;
import dev.nightshift.memory.MemoryException;
import dev.nightshift.serving.ServingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** Pages for what goes wrong: what happened and where to go on; traces are for the log. */
@ControllerAdvice(basePackageClasses = PageErrors.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PageErrors {
  private static final Logger LOG = LoggerFactory.getLogger(PageErrors.class);

  @ExceptionHandler
  ModelAndView onConsole(ConsoleException e) {
    return page(e.code().status(), String.valueOf(e.getMessage()));
  }

  @ExceptionHandler
  ModelAndView onAccess(AccessException e) {
    if (e.code() == AccessException.Code.MISSING) {
      return new ModelAndView("redirect:" + BrowserPages.LOGIN);
    }
    return page(
        403,
        "The console needs a key with the scope operate. Log in with one, or have the command"
            + " console print a link.");
  }

  @ExceptionHandler
  ModelAndView onMemory(MemoryException e) {
    if (e.code() == MemoryException.Code.UNKNOWN_EXCHANGE) {
      return page(404, String.valueOf(e.getMessage()));
    }
    LOG.error("a page cannot be shown without the memory", e);
    return page(503, "The memory cannot be used at the moment; the server's log says why.");
  }

  @ExceptionHandler
  ModelAndView onServing(ServingException e) {
    LOG.warn("no answer for a page: {} {}", e.code(), e.getMessage());
    return page(503, "There is no answer at the moment: " + e.getMessage());
  }

  @ExceptionHandler
  ModelAndView onIllegal(IllegalArgumentException e) {
    return page(400, String.valueOf(e.getMessage()));
  }

  @ExceptionHandler
  ModelAndView onAnything(RuntimeException e) {
    LOG.error("a page failed", e);
    return page(500, "The server failed at this page; its log says why.");
  }

  static ModelAndView page(int status, String message) {
    ModelAndView page = new ModelAndView("error");
    page.setStatus(HttpStatusCode.valueOf(status));
    page.addObject("message", message);
    page.addObject("login", BrowserPages.LOGIN);
    page.addObject("status", status);
    page.addObject("frame", PageFrame.Frame.none());
    return page;
  }
}
