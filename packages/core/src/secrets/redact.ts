import type { Json, JsonObject } from "@pragma/contract";
import { setMember } from "../json/index.ts";
import { MIN_SECRET_LENGTH } from "./collect.ts";
import { isEnvelope } from "./envelope.ts";
import { MASK } from "./mask.ts";

/** Replaces what must not be seen in a text by `********`. */
export type Redactor = (text: string) => string;

/** A line of a secret of several lines is redacted on its own from this length on: logs come line by line. */
const MIN_LINE_LENGTH = 16;

/**
 * Makes a redactor of exact values: each secret as it is, as JSON escapes it, and percent-encoded, the longest first,
 * so that a secret inside another leaves no rest. Make one per operation and use it for all of its texts.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const needles = [...new Set(secrets.flatMap(variants))].sort((a, b) => b.length - a.length);
  // One search per needle rather than one pattern of all: a secret may be as large as a file, a pattern may not.
  return (text) => needles.reduce((rest, needle) => rest.replaceAll(needle, MASK), text);
}

/** `createRedactor` for a single text. */
export function redactText(text: string, secrets: readonly string[]): string {
  return createRedactor(secrets)(text);
}

/** Redacts all strings of a JSON value, keys too. Envelopes are left alone. */
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

function variants(secret: string): string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  const texts = [secret, ...(lines.length > 1 ? lines.filter((line) => line.length >= MIN_LINE_LENGTH) : [])];
  return texts.flatMap(encodings).filter((text) => text.length >= MIN_SECRET_LENGTH);
}

function encodings(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const url = encodeURIComponent(text.toWellFormed());
  const lower = url.replace(/%../g, (code) => code.toLowerCase());
  return [text, json, url, lower, url.replaceAll("%20", "+")];
}
