import type { Json, JsonObject } from "@pragma/contract";

/** Zod's bound where a number has none of its own. */
const SAFE = Number.MAX_SAFE_INTEGER;

const FORMATS: Record<string, string> = {
  "date-time": "date and time (ISO 8601)",
  date: "date (YYYY-MM-DD)",
  time: "time",
  email: "email address",
  uri: "URL",
  uuid: "UUID",
  ipv4: "IPv4 address",
  ipv6: "IPv6 address",
  hostname: "host name",
};

/** Constraints on a value besides its type, in words. */
export function constraintsOf(schema: JsonObject): string[] {
  return [
    ...allowed(schema["enum"]),
    ...range(schema["minLength"], schema["maxLength"], "character"),
    ...range(schema["minItems"], schema["maxItems"], "entry"),
    ...range(schema["minProperties"], schema["maxProperties"], "key"),
    ...numbers(schema),
    ...(schema["uniqueItems"] === true ? ["no duplicates"] : []),
    ...form(schema),
  ];
}

function allowed(values: Json | undefined): string[] {
  return Array.isArray(values) ? [`one of ${values.map((value) => asWritten(value)).join(", ")}`] : [];
}

/** A value as one would write it in YAML. */
function asWritten(value: Json): string {
  return typeof value === "string" && value !== "" ? value : JSON.stringify(value);
}

function range(min: Json | undefined, max: Json | undefined, unit: "character" | "entry" | "key"): string[] {
  const least = typeof min === "number" && min > 0 ? min : null;
  const most = typeof max === "number" ? max : null;
  if (least !== null && least === most) return [`exactly ${counted(least, unit)}`];
  if (least !== null && most !== null) return [`${least} to ${counted(most, unit)}`];
  if (least !== null) return [`at least ${counted(least, unit)}`];
  return most === null ? [] : [`at most ${counted(most, unit)}`];
}

function counted(count: number, unit: "character" | "entry" | "key"): string {
  const many = unit === "entry" ? "entries" : `${unit}s`;
  return `${count} ${count === 1 ? unit : many}`;
}

function numbers(schema: JsonObject): string[] {
  const least = bound(schema["minimum"]);
  const most = bound(schema["maximum"]);
  const words: string[] = [];
  if (least !== null && most !== null) words.push(`from ${least} to ${most}`);
  else if (least !== null) words.push(`at least ${least}`);
  else if (most !== null) words.push(`at most ${most}`);
  const { exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (typeof exclusiveMinimum === "number") words.push(`more than ${exclusiveMinimum}`);
  if (typeof exclusiveMaximum === "number") words.push(`less than ${exclusiveMaximum}`);
  if (typeof multipleOf === "number") words.push(`a multiple of ${multipleOf}`);
  return words;
}

function bound(value: Json | undefined): number | null {
  return typeof value === "number" && Math.abs(value) < SAFE ? value : null;
}

/** For a known format the pattern says nothing more. */
function form({ format, pattern }: JsonObject): string[] {
  if (typeof format === "string") return [FORMATS[format] ?? format];
  return typeof pattern === "string" ? [`matches ${pattern}`] : [];
}
