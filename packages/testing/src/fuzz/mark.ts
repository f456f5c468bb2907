/**
 * What stands for a value in a planned request until it is sent: something known only then, or something too large to be
 * written out in a report.
 */
export class Mark {
  readonly kind: MarkKind;
  readonly size: number;

  /** @param size of `deep`, `wide` and `long`; which of the known ones, from 0 to below 1, of all others */
  constructor(kind: MarkKind, size: number) {
    this.kind = kind;
    this.size = size;
  }
}

/** Values that earlier answers told of. */
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
] as const;
export type Pool = (typeof POOLS)[number];

export type MarkKind =
  | Pool
  /** A secret that has to stay one. */
  | "canary"
  /** Words that only the organization of the caller may read. */
  | "own-words"
  /** Nested arrays. */
  | "deep"
  /** An object of many keys. */
  | "wide"
  /** A long text. */
  | "long"
  /** A number that no double holds. */
  | "huge-number";

/** Text of a path, a query or a header. */
export type Text = string | Mark;

/** A JSON value with marks in it. Objects are lists of members: keys may repeat, and be marks. */
export type Planned = null | boolean | number | Text | Planned[] | PlannedObject;

export class PlannedObject {
  readonly members: readonly (readonly [Text, Planned])[];

  constructor(members: readonly (readonly [Text, Planned])[]) {
    this.members = members;
  }
}

/** What a mark stands for, as text; marks that are no text are an error. */
export type Resolve = (mark: Mark) => string;

export function textOf(value: Text, resolve: Resolve): string {
  if (typeof value === "string") return value;
  if (value.kind === "long") return "x".repeat(value.size);
  if (value.kind === "deep" || value.kind === "wide" || value.kind === "huge-number") return String(value.size);
  return resolve(value);
}

/** The JSON text of a planned value. What no `JSON.stringify` would write can be in it, such as a key twice. */
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
