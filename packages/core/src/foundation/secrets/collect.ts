import type { Json } from "@pragma/contract";
import { isEnvelope, type SecretBox } from "@pragma/language";

/** Shorter secrets are not redacted: that would blot out half of every text. */
export const MIN_SECRET_LENGTH = 6;

/**
 * The plain texts inside a value's envelopes, for redaction: every string of at least six characters, at any depth,
 * each once. The password of a URL counts as a separate text, since programs take URLs apart before they log.
 *
 * @throws DecryptionError
 */
export function collectSecrets(value: Json | undefined, box: SecretBox): string[] {
  const found = new Set<string>();
  collectSealed(value, box, found);
  return [...found];
}

function collectSealed(value: Json | undefined, box: SecretBox, found: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  if (isEnvelope(value)) collectStrings(box.open(value), box, found);
  else for (const item of Object.values(value)) collectSealed(item, box, found);
}

function collectStrings(value: Json, box: SecretBox, found: Set<string>): void {
  if (typeof value === "string") addSecret(value, found);
  else if (isEnvelope(value)) collectStrings(box.open(value), box, found);
  else if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) collectStrings(item, box, found);
  }
}

function addSecret(text: string, found: Set<string>): void {
  if (text.length < MIN_SECRET_LENGTH) return;
  found.add(text);
  const password = passwordIn(text);
  if (password === undefined) return;
  for (const form of [password, decodePercent(password)]) {
    if (form.length >= MIN_SECRET_LENGTH) found.add(form);
  }
}

const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/([^\s/?#]*)/i;

/** The part between the first colon and the last `@` of a URL's authority. */
function passwordIn(text: string): string | undefined {
  const [, authority = ""] = AUTHORITY.exec(text) ?? [];
  const colon = authority.indexOf(":");
  const end = authority.lastIndexOf("@");
  return colon < 0 || end < colon ? undefined : authority.slice(colon + 1, end);
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent-encoded after all: the text is taken as it is.
    return text;
  }
}
