import { isUuid } from "@pragma/contract";
import { findSessionHolder } from "@pragma/db/queries";
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from "jose";
import type { OwnQuotas } from "../../foundation/callers/caller.ts";
import type { LoadedCaller } from "../../foundation/callers/caller-cache.ts";
import { rightsOf } from "../../foundation/callers/rights.ts";
import { sessionIssuedAt, sessionTokenId } from "../../foundation/callers/session-id.ts";
import { SESSION_ALGORITHM } from "../../foundation/callers/session-keys.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

export const SESSION_AUDIENCE = "pragma";

const JWT = /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/;

/** Whether a bearer token looks like a JWT, which no API token does. */
export function looksLikeSession(bearer: string): boolean {
  return JWT.test(bearer);
}

/** The caller of a session token. Verifies the signature (RFC 7519, only EdDSA), and that it has not been revoked. */
export async function loadSessionCaller(core: Core, token: string): Promise<LoadedCaller | null> {
  const claims = await verifiedClaims(core, token);
  if (!claims) return null;
  const { sub: userId, jti: id, exp, org: organizationId } = claims;
  if (!isUuid(userId) || !isUuid(id) || !isUuid(organizationId) || exp === undefined) return null;
  const issuedAt = sessionIssuedAt(id);
  const row = await findSessionHolder(core.db, { organizationId, userId, id, issuedAt });
  if (!row) return null;
  return {
    caller: {
      organizationId,
      organizationName: row.organization_name,
      userId,
      email: row.email,
      tokenId: sessionTokenId(id),
      rateLimit: row.rate_limit,
      quotas: JSON.parse(row.quotas ?? "{}") as OwnQuotas,
      actor: { type: "user", id: userId, name: row.user_name ?? row.email },
      scopes: rightsOf(null, row.role),
    },
    expiresAt: exp * 1000,
  };
}

async function verifiedClaims(core: Core, token: string): Promise<JWTPayload | null> {
  try {
    const { kid } = decodeProtectedHeader(token);
    const key = kid === undefined ? undefined : await core.services.sessionKeys.verifier(kid);
    if (!key) return null;
    const { payload } = await jwtVerify(token, key, {
      algorithms: [SESSION_ALGORITHM],
      issuer: core.services.settings.publicApiUrl,
      audience: SESSION_AUDIENCE,
      requiredClaims: ["sub", "jti", "exp", "org"],
    });
    return payload;
  } catch (error) {
    // jose throws a TypeError for a header that it cannot decode.
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
    throw error;
  }
}
