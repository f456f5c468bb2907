import type { Json, JsonObject } from "@pragma/contract";
import { isEnvelope, setMember } from "@pragma/language";
import { MIN_SECRET_LENGTH } from "./collect.ts";
import { SecretMatcher } from "./secret-matcher.ts";

/** Replaces secrets in a text with `********`. */
export type Redactor = (text: string) => string;

/** A single line of a multi-line secret is redacted from this length on: logs arrive line by line. */
const MIN_LINE_LENGTH = 16;

/**
 * Creates a redactor for exact values: each secret as it is, as JSON escapes it, and percent-encoded; a secret inside
 * another leaves no remainder. Create one per operation and use it for all of its texts.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const matcher = new SecretMatcher(secrets.flatMap(secretForms));
  return (text) => matcher.mask(text);
}

/** `createRedactor` for a single text. */
export function redactText(text: string, secrets: readonly string[]): string {
  return createRedactor(secrets)(text);
}

/** Redacts all strings of a JSON value, including keys. Envelopes stay as they are. */
export function redactJson(value: Json, redact: Redactor | readonly string[]): Json {
  return redactValue(value, typeof redact === "function" ? redact : createRedactor(redact));
}

function redactValue(value: Json, redact: Redactor): Json {
  if (typeof value === "string") return redact(value);
  if (typeof value !== "object" || value === null || isEnvelope(value)) return value;
  if (Array.isArray(value)) return value.map((item) => redactValue(item, redact));
  const copy: JsonObject = {};
  for (const key of Object.keys(value)) setMember(copy, redact(key), redactValue(value[key] as Json, redact));
  return copy;
}

/** The forms of a secret to search for, each once: as it is, line by line, as JSON escapes it, percent-encoded. */
export function secretForms(secret: string): string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  const texts = [secret, ...(lines.length > 1 ? lines.filter((line) => line.length >= MIN_LINE_LENGTH) : [])];
  return [...new Set(texts.flatMap(encodings))].filter((text) => text.length >= MIN_SECRET_LENGTH);
}

function encodings(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const url = encodeURIComponent(text.toWellFormed());
  const lower = url.replace(/%../g, (code) => code.toLowerCase());
  return [text, json, url, lower, url.replaceAll("%20", "+")];
}
