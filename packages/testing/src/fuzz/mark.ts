/**
 * A placeholder in a planned request until it is sent: for a value known only then, or too large to print in a report.
 */
export class Mark {
  readonly kind: MarkKind;
  readonly size: number;

  /** @param size of `deep`, `wide` and `long`; for all others, which of the known values, from 0 to below 1 */
  constructor(kind: MarkKind, size: number) {
    this.kind = kind;
    this.size = size;
  }
}

/** Values from earlier answers. */
export const POOLS = [
  "id",
  "event",
  "cursor",
  "etag",
  "token-id",
  "token",
  "version",
  "signature",
  "last-event",
  "login-code",
  "change",
] as const;
export type Pool = (typeof POOLS)[number];

export type MarkKind =
  | Pool
  /** A secret that must not leak. */
  | "canary"
  /** Words that only the caller's organization may read. */
  | "own-words"
  /** Nested arrays. */
  | "deep"
  /** An object with many keys. */
  | "wide"
  /** A long text. */
  | "long"
  /** A number that no double can represent. */
  | "huge-number";

/** Text of a path, a query or a header. */
export type Text = string | Mark;

/** A JSON value with marks in it. Objects are lists of members: keys may repeat, and may be marks. */
export type Planned = null | boolean | number | Text | Planned[] | PlannedObject;

export class PlannedObject {
  readonly members: readonly (readonly [Text, Planned])[];

  constructor(members: readonly (readonly [Text, Planned])[]) {
    this.members = members;
  }
}

/** Returns the text that a mark stands for; throws for marks that are not text. */
export type Resolve = (mark: Mark) => string;

export function textOf(value: Text, resolve: Resolve): string {
  if (typeof value === "string") return value;
  if (value.kind === "long") return "x".repeat(value.size);
  if (value.kind === "deep" || value.kind === "wide" || value.kind === "huge-number") return String(value.size);
  return resolve(value);
}

/** The JSON text of a planned value. It may contain what `JSON.stringify` would never write, such as a repeated key. */
export function jsonOf(value: Planned, resolve: Resolve): string {
  if (value instanceof PlannedObject) {
    const members = value.members.map(
      ([key, member]) => `${JSON.stringify(textOf(key, resolve))}:${jsonOf(member, resolve)}`,
    );
    return `{${members.join(",")}}`;
  }
  if (Array.isArray(value)) return `[${value.map((item) => jsonOf(item, resolve)).join(",")}]`;
  if (!(value instanceof Mark)) return JSON.stringify(value);
  if (value.kind === "deep") return "[".repeat(value.size) + "]".repeat(value.size);
  if (value.kind === "wide") return `{${Array.from({ length: value.size }, (_, key) => `"k${key}":${key}`).join(",")}}`;
  if (value.kind === "huge-number") return `${"9".repeat(value.size)}e${value.size}`;
  return JSON.stringify(textOf(value, resolve));
}
