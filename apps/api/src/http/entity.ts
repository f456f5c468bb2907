import type { PresentedResource } from "@pragma/core/resources/present";
import type { FastifyRequest } from "fastify";
import { type Answer, notModified, ok } from "./answer.ts";
import { matchesEntityTag, parseEntityTags } from "./entity-tag.ts";
import { HttpError } from "./http-error.ts";

/** 200 with the resource, or 304 if `If-None-Match` of a GET names its tag. */
export function entityAnswer(
  { body, etag }: Pick<PresentedResource, "body" | "etag">,
  request: FastifyRequest,
  revealed = false,
): Answer {
  const headers = revealed ? { etag, "cache-control": "no-store" } : { etag };
  const header = request.method === "GET" ? request.headers["if-none-match"] : undefined;
  return header !== undefined && matchesEntityTag(header, etag) ? notModified(headers) : ok(body, headers);
}

/**
 * The preconditions of a write, which core compares with the row inside it.
 * @throws HttpError 422 if a header is not a list of entity tags
 */
export function preconditionsOf({ headers }: FastifyRequest): { ifMatch?: string; ifNoneMatch?: string } {
  const ifMatch = headers["if-match"];
  const ifNoneMatch = headers["if-none-match"];
  parseEntityTags(ifMatch, "If-Match");
  parseEntityTags(ifNoneMatch, "If-None-Match");
  return { ...(ifMatch === undefined ? {} : { ifMatch }), ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }) };
}

/**
 * Refuses preconditions in headers, which cannot say which of many resources they mean.
 * @param instead where preconditions belong
 * @throws HttpError 400 if there is one
 */
export function refusePreconditions({ headers }: FastifyRequest, instead: string): void {
  for (const name of ["if-match", "if-none-match"]) {
    if (headers[name] === undefined) continue;
    throw new HttpError("bad_request", `${name} has no meaning here: use ${instead}`);
  }
}
