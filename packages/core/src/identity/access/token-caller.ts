import { findTokenHolder, noteTokenUse } from "@pragma/db/queries";
import type { OwnQuotas } from "../../foundation/callers/caller.ts";
import type { LoadedCaller } from "../../foundation/callers/caller-cache.ts";
import { rightsOf } from "../../foundation/callers/rights.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** The caller of an API token, by the SHA-256 of its secret. Records its use once a minute, in the background. */
export async function loadTokenCaller(core: Core, secretHash: Buffer): Promise<LoadedCaller | null> {
  const row = await findTokenHolder(core.db, secretHash);
  if (!row) return null;
  if (row.use_is_news) {
    noteTokenUse(core.db, row.id).catch((err: unknown) =>
      core.services.logger.warn({ err }, "the use of a token was not noted"),
    );
  }
  return {
    caller: {
      organizationId: row.organization_id,
      organizationName: row.organization_name,
      userId: row.user_id,
      email: row.email,
      tokenId: row.id,
      rateLimit: row.rate_limit,
      quotas: JSON.parse(row.quotas ?? "{}") as OwnQuotas,
      actor: {
        type: "token",
        id: row.id,
        name: row.name,
        user: { id: row.user_id, name: row.user_name ?? row.email },
      },
      scopes: rightsOf(row.scopes, row.role),
    },
    expiresAt: row.expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(row.expires_at),
  };
}
