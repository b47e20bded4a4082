/**
 * "just now", "8 s ago", "5 min ago", for less than a day; after that the whole time.
 *
 * @param {Date} then
 * @param {Date} now
 */
export function timeAgo(then, now) {
  const seconds = Math.max(0, Math.round((now.getTime() - then.getTime()) / 1000));
  if (seconds < 3) return gettext("just now");
  if (seconds < 60) return interpolate(gettext("%(count)s s ago"), { count: seconds }, true);
  if (seconds < 3600) return interpolate(gettext("%(count)s min ago"), { count: Math.floor(seconds / 60) }, true);
  if (seconds < 86400) return interpolate(gettext("%(count)s h ago"), { count: Math.floor(seconds / 3600) }, true);
  return wholeTime(then);
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
