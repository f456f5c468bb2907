import { setTimeout as sleep } from "node:timers/promises";
import {
  endOpenLoginCodes,
  findSessionHolder,
  revokeSession,
  revokeSessionsOf,
  sessionClock,
} from "@pragma/db/queries";
import { SignJWT } from "jose";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { newSessionId, SESSION_SECONDS, sessionOf } from "../../foundation/callers/session-id.ts";
import { SESSION_ALGORITHM } from "../../foundation/callers/session-keys.ts";
import { notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { SESSION_AUDIENCE } from "./session-caller.ts";

/**
 * Issues a session token for a signed-in member: a JWT signed with EdDSA, valid for 15 minutes.
 * @throws DomainError not_found if the user is not a member of the organization
 */
export async function issueSessionToken(
  core: Core,
  member: { organizationId: string; userId: string },
): Promise<{ token: string; expiresAt: string }> {
  const session = (await beginSession(core, member)) ?? (await afterTie(() => beginSession(core, member)));
  if (!session) throw notFound("Member");
  const { id, issuedAt } = session;
  const { kid, key } = await core.services.sessionKeys.signer();
  const expires = Math.floor(issuedAt) + SESSION_SECONDS;
  const token = await new SignJWT({ org: member.organizationId })
    .setProtectedHeader({ alg: SESSION_ALGORITHM, kid, typ: "JWT" })
    .setIssuer(core.services.settings.publicApiUrl)
    .setAudience(SESSION_AUDIENCE)
    .setSubject(member.userId)
    .setJti(id)
    .setIssuedAt(Math.floor(issuedAt))
    .setExpirationTime(expires)
    .sign(key);
  return { token, expiresAt: new Date(expires * 1000).toISOString() };
}

async function beginSession(
  core: Core,
  member: { organizationId: string; userId: string },
): Promise<{ id: string; issuedAt: number } | undefined> {
  const issuedAt = await sessionClock(core.db);
  const id = newSessionId(issuedAt);
  return (await findSessionHolder(core.db, { ...member, id, issuedAt })) && { id, issuedAt };
}

/** A session issued in the millisecond in which all were ended counts as ended too: this retries after it. */
async function afterTie<T>(again: () => Promise<T>): Promise<T> {
  await sleep(2);
  return again();
}

/** Ends the caller's own session; does nothing for an API token. */
export async function endSession(core: Core, context: RequestContext): Promise<void> {
  const id = sessionOf(context.tokenId);
  if (id === null) return;
  await revokeSession(core.db, id, SESSION_SECONDS);
  core.callers.forget(context.tokenId);
}

/**
 * Ends all sessions that a user has so far, as after a change of the password. Also ends unused codes of CLI logins:
 * otherwise somebody could keep one and exchange it for a token afterwards.
 */
export async function endAllSessions(core: Core, userId: string): Promise<void> {
  await endOpenLoginCodes(core.db, userId);
  await revokeSessionsOf(core.db, userId, SESSION_SECONDS);
}

/** The keys that verify session tokens, as a JWK set (RFC 7517). */
export async function jwks(core: Core): Promise<{ keys: Record<string, unknown>[] }> {
  return (await core.services.sessionKeys.jwks()) as { keys: Record<string, unknown>[] };
}
