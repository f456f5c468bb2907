import { randomUUID } from "node:crypto";
import { type Role, type Scope, scopesOfRole } from "@pragma/contract";
import type { RequestContext } from "../../src/foundation/callers/caller.ts";
import { createToken } from "../../src/identity/access/index.ts";
import type { World } from "./world.ts";

/** A user with a role in an organization. */
export interface Member {
  organizationId: string;
  userId: string;
  email: string;
  /** A context as if they had signed in. */
  context: RequestContext;
}

/** Adds a user to an organization; by default to a new one. */
export async function addMember(world: World, role: Role, organizationId?: string): Promise<Member> {
  const id = organizationId ?? randomUUID();
  const userId = randomUUID();
  const email = `${userId.slice(0, 8)}@example.com`;
  if (organizationId === undefined) {
    await world.pool.query("INSERT INTO organizations (id, name) VALUES ($1, 'Acme')", [id]);
  }
  await world.pool.query("INSERT INTO users (id, email) VALUES ($1, $2)", [userId, email]);
  await world.pool.query("INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, $3)", [
    id,
    userId,
    role,
  ]);
  const context: RequestContext = {
    organizationId: id,
    organizationName: "Acme",
    rateLimit: null,
    userId,
    email,
    tokenId: `session:${randomUUID()}`,
    actor: { type: "user", id: userId, name: email },
    scopes: new Set(scopesOfRole(role)),
    correlationId: "request-1",
  };
  return { organizationId: id, userId, email, context };
}

/** A token of the member's with these scopes, by default all that they have. */
export async function tokenOf(world: World, member: Member, scopes?: Scope[]): Promise<{ id: string; secret: string }> {
  const { id, token } = await createToken(world.core, member.context, {
    name: "test",
    scopes: scopes ?? [...member.context.scopes],
  });
  return { id, secret: token };
}
