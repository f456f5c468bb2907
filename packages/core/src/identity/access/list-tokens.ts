import type { Token } from "@pragma/contract";
import { listTokens as listRows, type TokenPosition, type TokenRange } from "@pragma/db/administration";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { presentToken } from "./present-token.ts";

export interface TokenBatch {
  tokens: Token[];
  /** Where the next batch starts; undefined after the last. */
  next: TokenPosition | undefined;
}

/**
 * One batch of the caller's tokens, newest first; admins and owners get those of the whole organization. Leaves out
 * revoked tokens, but not expired ones. Expired tokens count towards no quota, so there may be any number of them.
 */
export async function listTokens(
  core: Core,
  context: RequestContext,
  { limit, ...range }: TokenRange & { limit: number },
): Promise<TokenBatch> {
  const found = await listRows(core.db.tenant(context.organizationId), context.userId, range, limit + 1);
  const tokens = found.slice(0, limit).map(presentToken);
  const last = tokens.at(-1);
  return { tokens, next: found.length > limit && last ? { createdAt: last.created_at, id: last.id } : undefined };
}
