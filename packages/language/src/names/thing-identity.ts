import { MAX_IDENTITY_LENGTH } from "../provider-bounds.ts";

/**
 * Says what is wrong with a text as the identity of a real thing, which a provider tells and a client writes in `adopt`: an index holds
 * it, and people read it in one line. Undefined if nothing is. Its length is looked at first.
 */
export function whyNotIdentity(text: string): string | undefined {
  if (text === "") return "is empty";
  if (text.length > MAX_IDENTITY_LENGTH) return `is longer than ${MAX_IDENTITY_LENGTH} characters`;
  return /[\p{Cc}\p{Cs}]/u.test(text) ? "has control characters, or half a surrogate pair" : undefined;
}
