import { expect, it } from "vitest";
import { consentPath, parseConsentRequest } from "./consent-request.ts";

const CALLBACK = "http://localhost:8765/auth/callback";

it.each([
  { callback: CALLBACK },
  { callback: CALLBACK, state: "abc", code_challenge: "x", scope: "resources:read ops:read", organization: "acme" },
])("has the address that it came by: %j", (parameters) => {
  const request = parseConsentRequest(parameters);
  if ("refusal" in request) throw new Error(request.refusal);
  const query = new URLSearchParams(consentPath(request).split("?")[1]);
  expect(Object.fromEntries(query)).toEqual(parameters);
});

it.each([
  {},
  { callback: "http://evil.example/" },
  { callback: CALLBACK, state: "abc" },
  { callback: CALLBACK, code_challenge: "x" },
  { callback: CALLBACK, state: "abc", code_challenge: "x", code_challenge_method: "plain" },
])("is refused: %j", (parameters) => {
  expect(parseConsentRequest(parameters)).toEqual({ refusal: expect.any(String) });
});
