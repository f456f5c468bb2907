import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** Next reads the nonce for its own scripts from this header of the request. */
const CSP = "content-security-policy";

/** Its answer leads to an address with a secret in it, of which nobody further on is told. */
const CONSENT = "/auth/callback/consent";

const CONSENT_PAGE = "/auth/callback";
const LOGIN = "/login";

/**
 * Sets what keeps a page to itself: only scripts that carry this answer's nonce run, nobody frames it, and addresses
 * with secrets in them are told to no one.
 *
 * @param development Next's own tools evaluate code and open a socket
 */
export function secureAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  { development, https, apiOrigin }: { development: boolean; https: boolean; apiOrigin: string },
): void {
  const nonce = randomBytes(16).toString("base64");
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    // React, Radix and React Flow place things by style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self' ${apiOrigin}${development ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    // The consent form ends in a redirect to the CLI that waits on loopback, whose IPv6 name no policy can express.
    ...(leadsToConsent(request.url ?? "") ? [] : ["form-action 'self'"]),
    "frame-ancestors 'none'",
  ].join("; ");
  request.headers[CSP] = policy;
  request.headers["x-nonce"] = nonce;
  response.setHeader("Content-Security-Policy", policy);
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("X-Frame-Options", "DENY");
  // Stricter than this, and browsers would send forms without their origin, by which they are known as this site's.
  response.setHeader("Referrer-Policy", request.url?.startsWith(CONSENT) ? "no-referrer" : "same-origin");
  response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  if (https) response.setHeader("Strict-Transport-Security", "max-age=31536000");
}

/** Whether the form of the consent page is shown in this document: signing in leads to that page without another one. */
function leadsToConsent(url: string): boolean {
  const [path, query] = url.split("?", 2);
  const shown = path === LOGIN ? new URLSearchParams(query).get("next") : url;
  return shown?.startsWith(CONSENT_PAGE) === true;
}
