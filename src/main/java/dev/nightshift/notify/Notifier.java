package dev.nightshift.notify;

/** Takes notifications; whether and when they arrive is not the caller's concern. */
@FunctionalInterface
public interface Notifier {

  /** Hands a notification over; returns at once and never throws. */
  void publish(Notification notification);

  /** Tells nobody. */
  static Notifier silent() {
    return notification -> {};
  }
}
