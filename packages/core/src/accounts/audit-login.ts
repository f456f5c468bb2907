import type { Database } from "@pragma/db";
import { type AuditFacts, recordAudit } from "../audit/index.ts";
import type { Login } from "./login.ts";

/** Writes what a person did about their own account, where they were at that moment. Without an organization, nowhere. */
export async function auditLogin(db: Database, login: Login, facts: AuditFacts): Promise<void> {
  if (login.member) await recordAudit(db, login.member, facts);
}
