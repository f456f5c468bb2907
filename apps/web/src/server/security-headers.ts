import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** Next reads the nonce for its own scripts from this header of the request. */
const CSP = "content-security-policy";

/** Its response redirects to a URL with a secret in it, which must not be passed on as a referrer. */
const CONSENT = "/auth/callback/consent";

const CONSENT_PAGE = "/auth/callback";
const LOGIN = "/login";

/**
 * Sets the security headers of a page: only scripts with this response's nonce run, nobody can frame it, and URLs with
 * secrets are not sent as referrers.
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
    // React, Radix and React Flow position elements through style attributes.
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
  // With a stricter policy, browsers would send forms without their origin, which identifies them as this site's.
  response.setHeader("Referrer-Policy", request.url?.startsWith(CONSENT) ? "no-referrer" : "same-origin");
  response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  if (https) response.setHeader("Strict-Transport-Security", "max-age=31536000");
}

/**
 * Whether this document may show the form of the consent page: signing in leads to it without loading a new document.
 */
function leadsToConsent(url: string): boolean {
  const [path, query] = url.split("?", 2);
  const shown = path === LOGIN ? new URLSearchParams(query).get("next") : url;
  return shown?.startsWith(CONSENT_PAGE) === true;
}
