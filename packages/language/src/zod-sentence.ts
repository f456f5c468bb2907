import { suggest } from "./suggest.ts";
import { count, formatName, knownOnes, oneOf, typeName } from "./words.ts";

/** Issue that zod finds, as far as it is put into words; without its types, which not every user of this has. */
export interface ZodFinding {
  readonly code?: string | undefined;
  readonly input?: unknown;
  /** The schema. */
  readonly inst?: unknown;
  readonly [fact: string]: unknown;
}

/**
 * Describes an issue of zod in the words of all other errors. It continues the name of a field, as in `tags must be an array`:
 * whoever shows it knows where it is.
 */
export function zodSentence(issue: ZodFinding): string {
  if (isMissing(issue)) return "is required";
  const { code, origin = "", inclusive } = issue;
  switch (code) {
    case "invalid_type":
      return `must be ${typeName(TYPES[String(issue["expected"])] ?? String(issue["expected"]))}`;
    case "invalid_value":
      return `must be ${oneOf(issue["values"] as unknown[])}`;
    case "too_small":
      return limit(String(origin), Number(issue["minimum"]), inclusive === false ? "more than" : "at least");
    case "too_big":
      return limit(String(origin), Number(issue["maximum"]), inclusive === false ? "less than" : "at most");
    case "invalid_format":
      return formatSentence(issue);
    case "not_multiple_of":
      return `must be a multiple of ${issue["divisor"]}`;
    case "unrecognized_keys":
      return unknownKeys(issue["keys"] as string[], issue.inst);
    case "invalid_key":
      return `has a key that ${(issue["issues"] as { message?: string }[] | undefined)?.[0]?.message ?? "is not allowed"}`;
    case "invalid_union":
      return inclusive === false ? "matches more than one of the allowed forms" : "matches none of the allowed forms";
    default:
      return "is not valid";
  }
}

/** A message with the name of its field in front. Those that a schema has of its own may be whole sentences. */
export function withName(name: string, message: string): string {
  return CONTINUES.test(message) ? `${name} ${message}` : `${name}: ${message}`;
}

const CONTINUES = /^(must|is|has|matches|does not) /;

/** Whether the value is not there at all. */
export function isMissing({ code = "", input }: ZodFinding): boolean {
  return input === undefined && ["invalid_type", "invalid_value", "invalid_union"].includes(code);
}

/** Names of zod that JSON Schema has others for. */
const TYPES: Readonly<Record<string, string>> = { int: "integer", record: "object", tuple: "array", nan: "number" };

const UNITS: Readonly<Record<string, string>> = { array: "element", set: "element", record: "key", map: "key" };

function limit(origin: string, number: number, bound: string): string {
  const unit = UNITS[origin];
  const isText = origin === "string";
  if (bound === "at least" && number === 1 && (unit || isText)) return "must not be empty";
  if (unit) return `must have ${bound} ${count(number, unit)}`;
  if (isText) return `must be ${bound} ${count(number, "character")} long`;
  return origin === "file" ? `must have ${bound} ${count(number, "byte")}` : `must be ${bound} ${number}`;
}

/** Names of zod by those of JSON Schema. */
const FORMATS: Readonly<Record<string, string>> = { url: "uri", datetime: "date-time" };

function formatSentence({ format, prefix, suffix, includes }: ZodFinding): string {
  if (prefix !== undefined) return `must start with ${JSON.stringify(prefix)}`;
  if (suffix !== undefined) return `must end with ${JSON.stringify(suffix)}`;
  if (includes !== undefined) return `must contain ${JSON.stringify(includes)}`;
  return format === "regex"
    ? "does not have the required form"
    : `must be ${formatName(FORMATS[String(format)] ?? String(format))}`;
}

/** Unknown keys named one by one. */
const SHOWN = 5;

function unknownKeys(keys: readonly string[], inst: unknown): string {
  const known = Object.keys((inst as { shape?: object } | undefined)?.shape ?? {});
  const [first = ""] = keys;
  const close = keys.length === 1 ? suggest(first, known) : undefined;
  const shown = keys.slice(0, SHOWN).map((key) => JSON.stringify(key.slice(0, 100)));
  const more = keys.length > SHOWN ? `, and ${keys.length - SHOWN} more,` : "";
  const verb = keys.length === 1 ? "is not a known field" : "are not known fields";
  return `${shown.join(", ")}${more} ${verb}; ${close === undefined ? knownOnes(known) : `did you mean ${close}?`}`;
}
