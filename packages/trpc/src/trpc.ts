import { MAX_ISSUES, type Role, roleAtLeast, type Scope } from "@pragma/contract";
import { requireScope } from "@pragma/core/access";
import { memberIn } from "@pragma/core/accounts";
import { DomainError, type ErrorCode, validationError } from "@pragma/core/errors";
import { checkIJson } from "@pragma/language";
import { initTRPC, TRPCError } from "@trpc/server";
import { z } from "zod";
import { admit } from "./admission.ts";
import type { TrpcContext } from "./context.ts";
import { trpcErrorOf } from "./domain-errors.ts";

/** Domain error as a client sees it, besides its message. */
export interface DomainErrorShape {
  code: ErrorCode;
  facts: DomainError["facts"];
  issues: DomainError["issues"];
}

const t = initTRPC.context<TrpcContext>().create({
  errorFormatter({ shape, error, ctx }) {
    const { cause } = error;
    const domain: DomainErrorShape | null =
      cause instanceof DomainError ? { code: cause.code, facts: cause.facts, issues: cause.issues } : null;
    // The message of an unexpected error may reveal too much: it is in the log, under the id.
    const message = error.code === "INTERNAL_SERVER_ERROR" ? "Something went wrong on the server" : shape.message;
    const issues =
      cause instanceof z.ZodError
        ? cause.issues.slice(0, MAX_ISSUES).map(({ path, message: msg }) => ({ path, msg }))
        : null;
    return {
      ...shape,
      message: issues?.[0]?.msg ?? message,
      data: { code: shape.data.code, httpStatus: shape.data.httpStatus, domain, issues, requestId: ctx?.correlationId },
    };
  },
  // A page that asks for nothing else learns by the silence of its stream that the server hangs.
  sse: { ping: { enabled: true, intervalMs: 5000 }, client: { reconnectAfterInactivityMs: 15_000 } },
});

/** The organization that the call is about, if the caller belongs to it. */
function organizationOf({ login, organizationId }: TrpcContext): string | null {
  return login !== null && organizationId !== null && memberIn(login, organizationId) ? organizationId : null;
}

const domainErrors = t.middleware(async ({ ctx, path, next }) => {
  const result = await next();
  const { logger, requests } = ctx.core.services;
  const organization = organizationOf(ctx);
  if (result.ok) {
    if (organization !== null) requests.answered(organization);
    return result;
  }
  const { cause } = result.error;
  requests.failed(cause, organization);
  const domain = trpcErrorOf(cause);
  const facts = { err: cause ?? result.error, path, correlationId: ctx.correlationId };
  if (domain && !(domain.cause instanceof DomainError)) logger.warn(facts, "the database does not answer");
  if (domain) throw domain;
  if (result.error.code === "INTERNAL_SERVER_ERROR") {
    logger.error(facts, "a procedure failed");
  }
  return result;
});

/** Rejects input that the database could not store, as the REST API does with bodies. */
const wellFormed = t.middleware(async ({ getRawInput, next }) => {
  const issue = checkIJson(await getRawInput(), ["input"]);
  if (issue) throw validationError([issue]);
  return next();
});

export const { router, createCallerFactory } = t;

// Each procedure checks the caller before `wellFormed`, which is the first to read the input: a body is parsed and
// walked only if the call is allowed.
const answered = t.procedure.use(domainErrors);

/**
 * The only place where a call gets its organization: the one that it names, which the login must be a member of.
 * Another's organization and a missing one are refused alike. A call that names none counts for the one last looked at:
 * an organization gets no more calls through its dashboard than through REST.
 */
const signedIn = answered.use(async ({ ctx, next }) => {
  const { core, login, organizationId } = ctx;
  if (!login) throw new TRPCError({ code: "UNAUTHORIZED", message: "You are not signed in" });
  const member = organizationId === null ? null : memberIn(login, organizationId);
  if (organizationId !== null && !member) {
    throw new TRPCError({ code: "FORBIDDEN", message: "You are not a member of this organization" });
  }
  const last = login.lastOrganization;
  const counted = member ?? (last && { organizationId: last.id, rateLimit: last.rateLimit });
  if (counted) await admit(core, counted);
  return next({ ctx: { login, member } });
});

const inOrganization = signedIn.use(({ ctx, next }) => {
  if (!ctx.member) throw new TRPCError({ code: "FORBIDDEN", message: "The call does not name an organization" });
  return next({ ctx: { member: ctx.member } });
});

/** For everybody, signed in or not. */
export const publicProcedure = answered.use(wellFormed);

/** For signed-in users, whether in an organization or not. */
export const loginProcedure = signedIn.use(wellFormed);

/** For members of the organization that the call names. `ctx.member` is the context that core's use cases take. */
export const memberProcedure = inOrganization.use(wellFormed);

/** For operators of the installation, whatever their memberships. Core checks again. */
export const operatorProcedure = signedIn
  .use(({ ctx, next }) => {
    if (!ctx.login.operator) throw new TRPCError({ code: "FORBIDDEN", message: "This is for operators alone" });
    return next();
  })
  .use(wellFormed);

/** For members whose role has a scope. */
export function scopedProcedure(scope: Scope) {
  const allowed = inOrganization.use(({ ctx, next }) => {
    requireScope(ctx.member, scope);
    return next();
  });
  return allowed.use(wellFormed);
}

/** For members with at least a role, if no scope covers the action. Core checks again. */
export function roleProcedure(least: Role) {
  const allowed = inOrganization.use(({ ctx, next }) => {
    if (!roleAtLeast(ctx.member.role, least)) {
      throw new TRPCError({ code: "FORBIDDEN", message: `This needs the role ${least}` });
    }
    return next();
  });
  return allowed.use(wellFormed);
}
