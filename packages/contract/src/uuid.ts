import { z } from "zod";

/** An id in the notation that ids are compared in: PostgreSQL also reads capitals, and would find the same row. */
export const uuidSchema = z.uuid().toLowerCase();

/** Any version. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether it is an id in the notation that ids are compared in. */
export function isUuid(text: unknown): text is string {
  return typeof text === "string" && UUID.test(text);
}

/**
 * An id from a path in the notation that responses and the audit log use. Undefined for text that is no UUID, which the
 * database would refuse to compare with its own.
 */
export function uuidOf(text: string): string | undefined {
  const id = text.toLowerCase();
  return isUuid(id) ? id : undefined;
}
