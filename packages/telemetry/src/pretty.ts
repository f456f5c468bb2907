const COLOURS: Record<string, number> = { trace: 90, debug: 90, info: 36, warn: 33, error: 31, fatal: 31 };

/** Fields that have a fixed place in the line, or are the same on every line. */
const PLACED = new Set(["level", "time", "service", "msg", "pid", "hostname", "err"]);

/** Turns pino's JSON line into one for people: time, level, service, message, and the rest as `key=value`. */
export function prettyLine(json: string): string {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(json) as Record<string, unknown>;
  } catch {
    return json;
  }
  const level = String(entry["level"] ?? "info");
  const time = String(entry["time"] ?? "").slice(11, 23);
  const fields = Object.entries(entry)
    .filter(([key]) => !PLACED.has(key))
    .map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const head = `${time} \u001b[${COLOURS[level] ?? 0}m${level.toUpperCase().padEnd(5)}\u001b[0m ${entry["service"] ?? ""}`;
  const rest = fields.length > 0 ? ` \u001b[90m${fields.join(" ")}\u001b[0m` : "";
  return `${head} ${entry["msg"] ?? ""}${rest}${errorLines(entry["err"])}\n`;
}

function errorLines(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  const { stack, message } = error as { stack?: string; message?: string };
  return `\n  ${(stack ?? message ?? "").replaceAll("\n", "\n  ")}`;
}
