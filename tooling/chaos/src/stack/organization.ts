import { createHash, randomBytes, randomUUID } from "node:crypto";
import { SCOPES } from "@pragma/contract";
import type { Stack } from "./stack.ts";

/** An organization of the run, and the token of its owner. */
export interface Organization {
  readonly id: string;
  /** How its objects are told from those of others. */
  readonly space: string;
  readonly token: string;
}

/** Another organization with an owner and a token, as signing up would make it. */
export async function addOrganization({ pool }: Stack, space: string): Promise<Organization> {
  const [id, userId] = [randomUUID(), randomUUID()];
  const token = `pragma_${randomBytes(32).toString("base64url")}`;
  const hash = createHash("sha256").update(token).digest();
  await pool.query("INSERT INTO organizations (id, name, may_push) VALUES ($1, $2, true)", [id, space]);
  await pool.query("INSERT INTO users (id, email) VALUES ($1, $2)", [userId, `${space}@example.com`]);
  await pool.query("INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, 'owner')", [id, userId]);
  await pool.query(
    `INSERT INTO api_tokens (id, organization_id, user_id, name, prefix, token_hash, scopes)
     VALUES ($1, $2, $3, 'chaos', 'pragma_', $4, $5)`,
    [randomUUID(), id, userId, hash, SCOPES],
  );
  return { id, space, token };
}
