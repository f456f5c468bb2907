import type { Access } from "@pragma/contract";
import { authenticate, requireScope } from "@pragma/core/access";
import type { RequestContext } from "@pragma/core/callers";
import { takeRequest, takeRequests } from "@pragma/core/limits";
import type { RateStanding } from "@pragma/core/limits/ledgers";
import type {
  FastifyContextConfig,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  onRequestHookHandler,
} from "fastify";
import { HttpError } from "./http-error.ts";

const BEARER = /^Bearer +([\x21-\x7e]+) *$/i;

type Done = (error?: Error) => void;

/**
 * Guards every route of the server, and paths that do not exist. Call it before the first route is registered. A
 * route's requirements are in its `config`; without any, it needs a valid token.
 */
export function guardRoutes(app: FastifyInstance): void {
  app.addHook("onRoute", (route) => {
    // Read when a request arrives: a plugin's own onRoute hook may set the config after this one has run. Reading it
    // from the request would build an object of all the route's options each time.
    const guard: onRequestHookHandler = (request, reply, done) => admit(request, reply, done, route.config ?? {});
    route.onRequest = [guard, ...[route.onRequest ?? []].flat()];
  });
  app.addHook("onRequest", (request, reply, done) => {
    if (request.is404) admit(request, reply, done, {});
    else done();
  });
}

/**
 * Admits a request: authenticates it, counts it towards the organization's rate limit, and checks the scope of its
 * route. Runs before the body is read, so that strangers cost little. Frequent callers are cached in memory; the
 * request then continues in the same turn of the event loop, without a promise.
 */
function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  done: Done,
  { access = "any", orSignature = false }: FastifyContextConfig,
): void {
  const token = BEARER.exec(request.headers.authorization ?? "")?.[1];
  if (access === "open" || (token === undefined && orSignature && hasSignature(request))) {
    done();
  } else if (token === undefined) {
    done(unauthenticated());
  } else {
    whenReady(
      () => authenticate(request.server.core, token, request.id, request.trace),
      (caller) => enter(request, reply, access, caller, done),
      done,
    );
  }
}

function enter(
  request: FastifyRequest,
  reply: FastifyReply,
  access: Access,
  caller: RequestContext | null,
  done: Done,
): void {
  if (caller === null) throw unauthenticated();
  request.caller = caller;
  whenReady(
    () => takeRequest(request.server.core, caller),
    (standing) => {
      setRateHeaders(reply, standing);
      if (!standing.admitted) throw tooMany(standing.resetSeconds);
      if (access !== "any" && access !== "open") requireScope(caller, access);
      done();
    },
    done,
  );
}

/**
 * Counts a large request as several.
 * @param more besides the one that it was admitted as
 * @throws HttpError 429 if the organization has not so many left
 */
export async function takeMoreRequests(request: FastifyRequest, reply: FastifyReply, more: number): Promise<void> {
  const { caller } = request;
  if (caller === null || more === 0) return;
  const standing = await takeRequests(request.server.core, caller, more);
  setRateHeaders(reply, standing);
  if (!standing.admitted) throw tooMany(standing.resetSeconds);
}

/** Continues with a value at once if it is available, else later; any error ends in `fail`. */
function whenReady<T>(start: () => T | Promise<T>, next: (value: T) => void, fail: (error: Error) => void): void {
  try {
    const value = start();
    if (value instanceof Promise) value.then(next).catch(fail);
    else next(value);
  } catch (error) {
    fail(error as Error);
  }
}

function setRateHeaders(reply: FastifyReply, { limit, windowSeconds, remaining, resetSeconds }: RateStanding): void {
  reply.header("ratelimit-policy", `"default";q=${limit};w=${windowSeconds}`);
  reply.header("ratelimit", `"default";r=${remaining};t=${resetSeconds}`);
}

export function unauthenticated(): HttpError {
  return new HttpError("not_authenticated", "Not authenticated");
}

function tooMany(seconds: number): HttpError {
  return new HttpError("rate_limited", "Rate limit exceeded", { headers: { "retry-after": String(seconds) } });
}

function hasSignature(request: FastifyRequest): boolean {
  return typeof request.query === "object" && request.query !== null && "signature" in request.query;
}
