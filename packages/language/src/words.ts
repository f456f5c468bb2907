/** How many allowed values or known keys a message lists. */
const LISTED = 15;

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  object: "an object",
  array: "an array",
  null: "null",
};

/** A type of JSON Schema in words: `a whole number`. */
export function typeName(type: string): string {
  return TYPE_NAMES[type] ?? type;
}

/** `"x", "y" or 3`; of very many the first. */
export function oneOf(values: readonly unknown[]): string {
  const listed = values.slice(0, LISTED).map((value) => JSON.stringify(value));
  if (values.length > LISTED) return `one of ${listed.join(", ")}, …`;
  return listed.length > 2 ? `one of ${either(listed)}` : either(listed);
}

/** `a, b or c` */
export function either(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** `1 element`, `2 elements` */
export function count(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
}

/** Says what is there instead of something unknown: `the known ones are a, b`. */
export function knownOnes(keys: readonly string[]): string {
  if (keys.length === 0) return "there are none here";
  return `the known ones are ${keys.slice(0, LISTED).join(", ")}${keys.length > LISTED ? ", …" : ""}`;
}

const FORMATS: Readonly<Record<string, string>> = {
  uri: "a valid URL",
  email: "a valid email address",
  "date-time": "a timestamp such as 2026-01-31T12:00:00Z",
  date: "a date such as 2026-01-31",
  time: "a time such as 12:00:00",
  duration: "a duration such as P1DT2H",
  uuid: "a UUID",
  ipv4: "an IPv4 address",
  ipv6: "an IPv6 address",
};

/** A format of JSON Schema in words. */
export function formatName(format: string): string {
  return FORMATS[format] ?? `of the form "${format}"`;
}
