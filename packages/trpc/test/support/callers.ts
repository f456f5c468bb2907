import type { Role } from "@pragma/contract";
import { authenticate, type MemberContext, type RequestContext } from "@pragma/core";
import { addMember, tokenOf } from "../../../core/test/support/member.ts";
import type { World } from "../../../core/test/support/world.ts";
import { createCaller, type TrpcContext } from "../../src/index.ts";

export type Caller = ReturnType<typeof createCaller>;

/** What a server gives procedures for a member's request. */
export function contextOf(world: World, context: RequestContext, role: Role): TrpcContext {
  const member: MemberContext = { ...context, role };
  const login = {
    id: context.tokenId,
    userId: context.userId,
    email: context.email,
    emailProven: true,
    operator: false,
    name: null,
    organizations: [{ id: context.organizationId, name: context.organizationName, role }],
    member,
  };
  const client = { address: "127.0.0.1", userAgent: null };
  return { core: world.core, login, correlationId: context.correlationId, client };
}

/** Procedures as a member calls them. */
export function callerOf(world: World, context: RequestContext, role: Role = "owner", signal?: AbortSignal): Caller {
  return createCaller(contextOf(world, context, role), signal ? { signal } : {});
}

/** Somebody who has just joined an organization: a new one unless told otherwise. */
export async function join(world: World, role: Role, organizationId?: string, signal?: AbortSignal) {
  const member = await addMember(world, role, organizationId);
  // Streams look after the credential that they were opened with, so it has to be a real one.
  const { id, secret } = await tokenOf(world, member);
  const context = await authenticate(world.core, secret, "request-1");
  if (!context) throw new Error("not known");
  return { ...member, tokenId: id, context, caller: callerOf(world, context, role, signal) };
}

/** The error that a call ends with. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; domain: string | undefined }> {
  try {
    await call;
  } catch (error) {
    const { code, cause } = error as { code: string; cause?: { code?: string } };
    return { code, domain: cause?.code };
  }
  throw new Error("It was not refused");
}
