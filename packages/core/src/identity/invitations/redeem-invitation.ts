import type { Database } from "@pragma/db";
import {
  insertAccount,
  insertMember,
  type NewAccountRow,
  type OpenInvitationRow,
  takeInvitation,
} from "@pragma/db/administration";
import { recordAudit } from "../../foundation/audit/index.ts";
import { userActor } from "../../foundation/audit/user-actor.ts";
import { DomainError, notFound } from "../../foundation/common/errors.ts";
import { newId } from "../../foundation/common/new-id.ts";
import { requireRoom } from "../../foundation/limits/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** The person who joins. */
interface Person {
  id: string;
  email: string;
  name: string | null;
}

/**
 * Uses up an invitation and makes the account a member. Of two concurrent calls one wins: the other waits for its
 * commit, and finds the invitation used. Call it with the core of the transaction.
 * @throws DomainError not_found if it is no longer valid, conflict if they are already a member, quota_exceeded
 */
export async function redeemInvitation(
  core: Core,
  invitation: OpenInvitationRow,
  person: Person,
  correlationId: string,
): Promise<void> {
  const { db } = core;
  if (!(await takeInvitation(db, invitation.id, person.id))) throw notFound("Invitation");
  const tenant = db.tenant(invitation.organization_id);
  await requireRoom(core, invitation.organization_id, "members");
  if (!(await insertMember(tenant, person.id, invitation.role))) {
    throw new DomainError("conflict", `You are a member of ${invitation.organization_name} already`);
  }
  await recordAudit(
    db,
    { organizationId: invitation.organization_id, actor: userActor(person), correlationId },
    {
      action: "member.join",
      target: person.id,
      outcome: "success",
      details: { email: person.email, role: invitation.role, invitation: invitation.id },
    },
  );
}

/** Creates the account of an invited person. @throws DomainError conflict if an account has this email */
export async function createInvitedAccount(db: Database, account: Omit<NewAccountRow, "id">): Promise<Person> {
  const person = { id: newId(), email: account.email, name: account.name };
  if (await insertAccount(db, { ...account, id: person.id })) return person;
  throw new DomainError("conflict", "There is an account with this email already: sign in first");
}
