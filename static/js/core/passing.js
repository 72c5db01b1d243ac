/** Codes that say nothing against a command: it is as good a little later. */
export const PASSING = new Set(["rate-limited", "internal", "unavailable"]);
