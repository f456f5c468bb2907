import type { FastifyRequest } from "fastify";
import { type Answer, notModified, ok } from "./answer.ts";
import { matchesEntityTag } from "./entity-tag.ts";

/** One representation of an object, as JSON text, and its strong entity tag. */
export type Entity = { json: string; etag: string };

/** 200 with the object, or 304 if `If-None-Match` names its tag. */
export function entityAnswer({ json, etag }: Entity, request: FastifyRequest, revealed = false): Answer {
  const headers = revealed ? { etag, "cache-control": "no-store" } : { etag };
  const header = request.method === "GET" ? request.headers["if-none-match"] : undefined;
  return header !== undefined && matchesEntityTag(header, etag) ? notModified(headers) : ok(json, headers);
}
