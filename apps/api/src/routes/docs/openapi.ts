import { createHash } from "node:crypto";
import { endpoints } from "@pragma/contract";
import { notModified, ok } from "../../http/answer.ts";
import { matchesEntityTag } from "../../http/entity-tag.ts";
import { defineRoute, type Route } from "../../http/route.ts";
import { openapiDocument } from "../../openapi/document.ts";

/** `GET /openapi.json`, assembled once. */
export function openapiRoute(publicApiUrl: string): Route<typeof endpoints.getOpenapi> {
  const text = JSON.stringify(openapiDocument(publicApiUrl));
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  return defineRoute(endpoints.getOpenapi, async ({ request }) => {
    const headers = { etag, "cache-control": "public, no-cache" };
    return matchesEntityTag(request.headers["if-none-match"], etag) ? notModified(headers) : ok(text, headers);
  });
}
