import type { z } from "zod";
import type { Scope } from "../scopes.ts";

/** Requirement of an endpoint: nothing at all, any valid token, or a token with this scope. */
export type Access = "open" | "any" | Scope;

/** One successful answer. Without a schema it has no body. */
export type EndpointResponse = {
  description: string;
  schema?: z.ZodType;
  /** Defaults to `application/json`. */
  contentType?: string;
  headers?: readonly ResponseHeader[];
  /** The same answer is also available as server-sent events. */
  orEventStream?: true;
};

export type ResponseHeader = "ETag" | "Link" | "Content-Disposition" | "Last-Modified";

/** One endpoint as data, from which routes, OpenAPI and the tests of both are derived. */
export type Endpoint = {
  /** Unique; the operationId. */
  id: string;
  method: "GET" | "HEAD" | "POST" | "DELETE";
  /** OpenAPI template. Every path also works with, or without, a trailing slash. */
  path: string;
  access: Access;
  /** A valid signature in the query replaces the token. */
  orSignature?: true;
  /**
   * It writes nothing, or nothing that a repetition would double, so there is no answer to keep: an `Idempotency-Key` is refused.
   * What waits for a worker has to be one of them: with a key, all would be one transaction, and the worker would not see the question.
   */
  writesNothing?: true;
  tags: readonly string[];
  summary: string;
  description?: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  /** Request headers that matter here, besides those that every endpoint accepts. */
  headers?: readonly RequestHeader[];
  body?: EndpointBody;
  responses: Readonly<Record<number, EndpointResponse>>;
  /** Error statuses, besides those that every endpoint may return. */
  errors?: readonly number[];
};

export type RequestHeader = "If-Match" | "If-None-Match" | "Last-Event-ID";

export type EndpointBody =
  /** If an optional body is omitted, it counts as an empty object. */
  | {
      contentType: "application/json";
      schema: z.ZodType;
      optional?: true;
      /** In place of the usual limit of an installation, 1 MiB by default. Open endpoints take 4 KiB. */
      maxBytes?: number;
      /** The lists of the body that may have so many elements together, in place of an issue for each that is too long. */
      maxElements?: { in: readonly string[]; most: number };
    }
  /** A single file in the named field; a large one is received to disk. */
  | { contentType: "multipart/form-data"; field: string; description: string; large?: true };

/** Keeps the literal types of an endpoint while checking its shape. */
export function defineEndpoint<const E extends Endpoint>(endpoint: E): E {
  return endpoint;
}
