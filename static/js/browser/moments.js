/** Times to come, by the clock of whoever is here. */
import { momentAt } from "../core/sending/moments.js";

const MINUTE_MS = 60_000;
const UNITS = { m: MINUTE_MS, h: 60 * MINUTE_MS };
const MORNING = 9;
const MONDAY = 1;

/**
 * What one often wants: {at, in} with the minutes from now, or {at} of a day to come.
 * Each is a whole minute.
 */
export function usualMoments(now) {
  const soon = [20, 60].map((minutes) => ({ in: minutes, at: whole(now, minutes) }));
  const tomorrow = morning(now, 1);
  const monday = morning(now, (MONDAY - now.getDay() + 7) % 7 || 7);
  const days = +tomorrow === +monday ? [tomorrow] : [tomorrow, monday];
  return [...soon, ...days.map((at) => ({ at }))];
}

/** The moment that a text begins with, and the words behind it; null without one. */
export function momentIn(text, now) {
  const found = momentAt(text);
  const at = found && momentOf(found, now);
  return at ? { at, text: found.text } : null;
}

/** "2026-12-01T09:00": as a field of a form has it. */
export function asField(at) {
  const two = (number) => String(number).padStart(2, "0");
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

function momentOf({ count, unit, year, month, day, hour, minute }, now) {
  if (unit === "d") return moved(now, Number(count));
  if (unit) return new Date(+now + count * UNITS[unit]);
  const at = new Date(now);
  if (year) at.setFullYear(year, month - 1, day);
  at.setHours(hour, minute, 0, 0);
  if (year) return at.getDate() === Number(day) && at.getMonth() === month - 1 ? at : null;
  return at > now ? at : moved(at, 1);
}

/** As many days later at the same time, though a day may have 23 hours, or 25. */
function moved(from, days) {
  const at = new Date(from);
  at.setDate(at.getDate() + days);
  return at;
}

function morning(now, days) {
  const at = moved(now, days);
  at.setHours(MORNING, 0, 0, 0);
  return at;
}

function whole(now, minutes) {
  return new Date(Math.ceil(+now / MINUTE_MS + minutes) * MINUTE_MS);
}
