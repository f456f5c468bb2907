import type { Access } from "@pragma/contract";
import { authenticate, requireScope, takeQuota } from "@pragma/core";
import type { FastifyReply, FastifyRequest } from "fastify";
import { HttpError } from "./http-error.ts";

const BEARER = /^Bearer +([\x21-\x7e]+) *$/i;
const MAX_TOKEN_LENGTH = 8192;

/**
 * Lets a request in: authenticates it, takes it off its organization's quota, and checks the scope of its route.
 * Runs before the body is read, so that strangers cost little.
 * @throws HttpError 401 or 429, DomainError for a missing scope
 */
export async function admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { access = "any", orSignature = false } = request.routeOptions.config;
  if (access === "open") return;
  const token = bearerOf(request.headers.authorization);
  if (token === null && orSignature && hasSignature(request)) return;
  await admitToken(request, reply, token, access);
}

async function admitToken(request: FastifyRequest, reply: FastifyReply, token: string | null, access: Access) {
  const { core } = request.server;
  const caller = token === null ? null : await authenticate(core, token, request.id);
  if (caller === null) throw unauthenticated();
  request.caller = caller;
  const quota = await takeQuota(core, caller.organizationId);
  reply.header("ratelimit-policy", `"default";q=${quota.limit};w=${quota.windowSeconds}`);
  reply.header("ratelimit", `"default";r=${quota.remaining};t=${quota.resetSeconds}`);
  if (!quota.admitted) throw tooMany(quota.resetSeconds);
  if (access !== "any" && access !== "open") requireScope(caller, access);
}

export function unauthenticated(): HttpError {
  return new HttpError("not_authenticated", "Not authenticated");
}

function tooMany(seconds: number): HttpError {
  return new HttpError("rate_limited", "Rate limit exceeded", { headers: { "retry-after": String(seconds) } });
}

function bearerOf(header: string | undefined): string | null {
  const token = header === undefined ? undefined : BEARER.exec(header)?.[1];
  return token === undefined || token.length > MAX_TOKEN_LENGTH ? null : token;
}

function hasSignature(request: FastifyRequest): boolean {
  return typeof request.query === "object" && request.query !== null && "signature" in request.query;
}
