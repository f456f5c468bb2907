import type { Endpoint } from "@pragma/contract";
import type { Core } from "@pragma/core";
import type { RequestContext } from "@pragma/core/callers";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Answer, SENT } from "./answer.ts";
import type { SpooledFile } from "./spool.ts";
import type { UploadedFile } from "./upload.ts";

/** The parsed request of one endpoint. */
export type RouteInput<E extends Endpoint> = {
  /** Bound to the transaction of the Idempotency-Key if there is one: use it, not `request.server.core`. */
  core: Core;
  caller: CallerOf<E>;
  params: Parsed<E["params"]>;
  query: Parsed<E["query"]>;
  body: BodyOf<E["body"]>;
  request: FastifyRequest;
  reply: FastifyReply;
};

type BodyOf<B> = B extends { schema: infer S extends z.ZodType }
  ? z.output<S>
  : B extends { contentType: "multipart/form-data"; large: true }
    ? SpooledFile
    : B extends { contentType: "multipart/form-data" }
      ? UploadedFile
      : undefined;

type CallerOf<E extends Endpoint> = E["access"] extends "open"
  ? null
  : E extends { orSignature: true }
    ? RequestContext | null
    : RequestContext;
type Parsed<S> = S extends z.ZodType ? z.output<S> : Record<string, never>;

/** Calls one core function. Streams send their output themselves and return `SENT`. */
export type RouteHandler<E extends Endpoint, Prepared = undefined> = (
  input: RouteInput<E> & { prepared: Prepared },
) => Promise<Answer | typeof SENT>;

/** The same with all that it needs. */
export type BoundHandler<E extends Endpoint> = (input: RouteInput<E>) => Promise<Answer | typeof SENT>;
