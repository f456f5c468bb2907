import { type CliCallback, parseCliCallback } from "./cli-callback.ts";

/** A CLI's request, from the URL to which it sends the browser. */
export interface ConsentRequest {
  callback: CliCallback;
  state: string | null;
  codeChallenge: string | null;
  /** Separated by spaces; null for a command that does not say. */
  scope: string | null;
  /** Slug or id of the token's organization; null if the command does not say. */
  organization: string | null;
}

type Parameters = Readonly<Record<string, string | string[] | undefined>>;

/** @returns the reason, for a request that must be refused */
export function parseConsentRequest(parameters: Parameters): ConsentRequest | { refusal: string } {
  const one = (name: string): string | null => [parameters[name] ?? []].flat()[0] ?? null;
  const callback = parseCliCallback(one("callback"));
  if (!callback) return { refusal: "The address that the token would be sent to is not on this computer." };
  const state = one("state");
  const codeChallenge = one("code_challenge");
  const method = one("code_challenge_method");
  if ((state === null) !== (codeChallenge === null) || (method !== null && method !== "S256")) {
    return { refusal: "The command line sent an incomplete request. Update it, then try again." };
  }
  return { callback, state, codeChallenge, scope: one("scope"), organization: one("organization") };
}

/** The address of a request, such as of the same one for another organization. */
export function consentPath({ callback, state, codeChallenge, scope, organization }: ConsentRequest): string {
  const query = new URLSearchParams({ callback: callback.url.href });
  const rest = { state, code_challenge: codeChallenge, scope, organization };
  for (const [name, value] of Object.entries(rest)) if (value !== null) query.set(name, value);
  return `/auth/callback?${query}`;
}
