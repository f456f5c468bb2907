import pg from "pg";
import { z } from "zod";

/** NAMEDATALEN - 1: a longer name is cut by the server without an error, and two names would become one. */
const MAX_BYTES = 63;

const encoder = new TextEncoder();

/** Whether PostgreSQL can store `name` as it is: 1 to 63 bytes of UTF-8 without NUL. */
function isIdentifier(name: string): boolean {
  return name !== "" && !name.includes("\0") && encoder.encode(name).length <= MAX_BYTES;
}

/** A name of a role, database, schema or other object. Any characters are allowed: it is always quoted. */
export const identifier = z
  .string()
  .min(1)
  .max(MAX_BYTES)
  .refine(isIdentifier, { error: `must be 1 to ${MAX_BYTES} bytes of UTF-8 without a NUL character` });

/** Quotes a name for SQL, whatever it contains. */
export function quoteIdentifier(name: string): string {
  if (!isIdentifier(name)) throw new TypeError("not an identifier that PostgreSQL can hold");
  return pg.escapeIdentifier(name);
}

/** Quotes a value for those statements that take no parameters. */
export function quoteLiteral(value: string): string {
  if (value.includes("\0")) throw new TypeError("PostgreSQL text cannot hold a NUL character");
  return pg.escapeLiteral(value);
}
