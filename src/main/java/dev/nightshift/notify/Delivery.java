package dev.nightshift.notify;

/**
 * One notification on its way to one webhook.
 *
 * @param id of this delivery
 * @param webhook where to
 * @param notification what
 * @param attempts failed so far
 * @param createdAt of the notification, in milliseconds since 1970
 */
record Delivery(
    String id, Webhook webhook, Notification notification, int attempts, long createdAt) {}
