/**
 * "just now", "8 s ago", "5 min ago", "3 h ago".
 *
 * @param {number} milliseconds
 */
export function timeAgo(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 3) return gettext("just now");
  if (seconds < 60) return interpolate(gettext("%(count)s s ago"), { count: seconds }, true);
  if (seconds < 3600) return interpolate(gettext("%(count)s min ago"), { count: Math.floor(seconds / 60) }, true);
  return interpolate(gettext("%(count)s h ago"), { count: Math.floor(seconds / 3600) }, true);
}

/**
 * "5 min ago" by the server's clock, for less than a day; after that the whole time.
 *
 * @param {string} then
 * @param {string} now when the server said so; a person's own clock may be wrong
 */
export function whenAgo(then, now) {
  const milliseconds = new Date(now).getTime() - new Date(then).getTime();
  return milliseconds < 86_400_000 ? timeAgo(milliseconds) : wholeTime(new Date(then));
}

/**
 * "20 Nov 2026, 12:18", as the server writes it.
 *
 * @param {Date} then
 */
export function wholeTime(then) {
  const month = then.toLocaleDateString(document.documentElement.lang, { month: "short" });
  const [hours, minutes] = [then.getHours(), then.getMinutes()].map((part) => String(part).padStart(2, "0"));
  return `${then.getDate()} ${month} ${then.getFullYear()}, ${hours}:${minutes}`;
}
