import { randomBytes } from "node:crypto";
import { invitationTokenSchema } from "@pragma/contract";
import type { Database } from "@pragma/db";
import { findInvitationByToken, type OpenInvitationRow } from "@pragma/db/administration";
import { notFound } from "../../foundation/common/errors.ts";
import { hashSecret } from "../access/secret.ts";

const TOKEN_BYTES = 32;

/** 256 random bits for a link, and their hash, which is what is stored. */
export function newInvitationToken(): { token: string; hash: Buffer } {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  return { token, hash: hashSecret(token) };
}

/** @throws DomainError not_found, the same whether it is unknown, used, revoked or expired */
export async function findByToken(db: Database, token: string): Promise<OpenInvitationRow> {
  const known = invitationTokenSchema.safeParse(token).success;
  const row = known ? await findInvitationByToken(db, hashSecret(token)) : undefined;
  if (!row) throw notFound("Invitation");
  return row;
}
