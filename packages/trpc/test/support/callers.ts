import { randomUUID } from "node:crypto";
import type { Role } from "@pragma/contract";
import { authenticateLogin, memberIn, startLogin } from "@pragma/core/accounts";
import type { Login, MemberContext, RequestContext } from "@pragma/core/callers";
import { addMember } from "../../../core/test/support/member.ts";
import type { World } from "../../../core/test/support/world.ts";
import { createCaller, type TrpcContext } from "../../src/index.ts";

export type Caller = ReturnType<typeof createCaller>;

const CLIENT = { address: "127.0.0.1", userAgent: null };

/** The context that a server gives procedures for a request from a page of the organization. */
export function contextOf(world: World, context: RequestContext, role: Role): TrpcContext {
  const { organizationId: id, organizationName: name, userId, email, correlationId } = context;
  const organization = { id, slug: "acme", name, role, rateLimit: null, quotas: {} };
  const login: Login = {
    id: randomUUID(),
    userId,
    email,
    emailProven: true,
    operator: false,
    name: null,
    organizations: [organization],
    lastOrganization: organization,
    correlationId,
  };
  return { core: world.core, login, organizationId: id, correlationId, client: CLIENT };
}

/** Procedures as a member calls them. */
export function callerOf(world: World, context: RequestContext, role: Role = "owner"): Caller {
  return createCaller(contextOf(world, context, role));
}

/** A signed-in user who has just joined an organization, a new one unless told otherwise. */
export async function join(world: World, role: Role, organizationId?: string, signal?: AbortSignal) {
  const member = await addMember(world, role, organizationId);
  // Streams watch the login that they were opened with, so it has to be a real one.
  const { secret } = await startLogin(world.core, { userId: member.userId, client: CLIENT });
  const login = await authenticateLogin(world.core, secret, "request-1");
  const context: MemberContext | null = login && memberIn(login, member.organizationId);
  if (!login || !context) throw new Error("not known");
  const request = { core: world.core, login, organizationId: member.organizationId, correlationId: "request-1" };
  const caller = createCaller({ ...request, client: CLIENT }, signal ? { signal } : {});
  return { ...member, login, context, caller };
}

/** The error a call ends with. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; domain: string | undefined }> {
  try {
    await call;
  } catch (error) {
    const { code, cause } = error as { code: string; cause?: { code?: string } };
    return { code, domain: cause?.code };
  }
  throw new Error("It was not refused");
}
