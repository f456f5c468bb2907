import type { Json, JsonObject, Path } from "../json/json.ts";

/**
 * The stored form of a sensitive value: `v1.<key id>.<iv>.<ciphertext and tag>`, base64url, AES-256-GCM over the
 * value's JSON text with the organization's id as additional data. Sensitivity thus travels with the value wherever it
 * is copied.
 */
export type Envelope = { $encrypted: string };

const KEY = "$encrypted";

/** Whether a value is an envelope: an object whose only member is `$encrypted`, a text of version 1. */
export function isEnvelope(value: Json | undefined): value is Envelope {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, KEY)) return false;
  const text = (value as JsonObject)[KEY];
  return typeof text === "string" && text.startsWith("v1.") && Object.keys(value).length === 1;
}

/** Whether a value is or contains an envelope, at any depth. */
export function containsEnvelope(value: Json | undefined): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(containsEnvelope);
  return isEnvelope(value) || Object.keys(value).some((key) => containsEnvelope(value[key]));
}

/**
 * Where a value from outside contains an object with the key `$encrypted`, or null. Callers must reject such a value
 * from a client or provider: it could smuggle in a ciphertext copied from elsewhere, or pass plain text off as sealed.
 */
export function findForgedEnvelope(value: Json): Path | null {
  if (typeof value !== "object" || value === null) return null;
  if (!Array.isArray(value) && Object.hasOwn(value, KEY)) return [];
  const steps = Array.isArray(value) ? value.keys() : Object.keys(value);
  for (const step of steps) {
    const path = findForgedEnvelope((value as Record<string | number, Json>)[step] as Json);
    if (path !== null) return [step, ...path];
  }
  return null;
}
