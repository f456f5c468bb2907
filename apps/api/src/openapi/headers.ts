import { maxHeaderSize } from "node:http";
import type { Endpoint } from "@pragma/contract";
import type { JsonSchema } from "./json-schema.ts";

/** Headers that many endpoints share, as components of the OpenAPI document. */
const text = { type: "string" };
/** Node answers 431 to a request whose headers are larger together. */
const sentText = { ...text, maxLength: maxHeaderSize };

export const requestHeaders = {
  "X-Request-Id": {
    description: "Kept if it is at most 128 visible ASCII characters; the correlation_id of all that follows",
    schema: { type: "string", maxLength: 128 },
  },
  traceparent: {
    description:
      "W3C Trace Context: what the request is part of. An invalid one counts as absent, tracestate is not read",
    schema: sentText,
  },
  "Idempotency-Key": {
    description: "Makes a retry safe: the first answer is kept for 24 hours and replayed",
    schema: { type: "string", minLength: 1, maxLength: 257 },
  },
  "If-Match": { description: "Entity tags, or *: the write happens only if one fits, else 412", schema: sentText },
  "If-None-Match": {
    description: "Entity tags: 304 on GET if one still fits. * on apply: create only, else 412",
    schema: sentText,
  },
  "Last-Event-ID": { description: "The id of the last event received", schema: sentText },
} as const;

export const responseHeaders = {
  "X-Request-Id": { description: "The request's id", schema: text },
  RateLimit: { description: "What is left: draft-ietf-httpapi-ratelimit-headers", schema: text },
  "RateLimit-Policy": { description: "The quota and its window", schema: text },
  "Retry-After": { description: "Seconds to wait", schema: { type: "integer" } },
  "WWW-Authenticate": { description: "How to authenticate", schema: text },
  ETag: { description: "Strong entity tag of this representation", schema: text },
  Link: { description: 'The next page, as <…>; rel="next"', schema: text },
  "Content-Disposition": { description: "Always an attachment", schema: text },
  "Last-Modified": { description: "When it was uploaded", schema: text },
} as const;

export type SharedRequestHeader = keyof typeof requestHeaders;
export type SharedResponseHeader = keyof typeof responseHeaders;

/** Those of every answer of an endpoint, once the caller is known. */
export function everyAnswer({ access, orSignature }: Endpoint): SharedResponseHeader[] {
  return access === "open" || orSignature ? ["X-Request-Id"] : ["X-Request-Id", "RateLimit", "RateLimit-Policy"];
}

/** References to them. */
export function headerRefs(names: readonly SharedResponseHeader[]): JsonSchema {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
