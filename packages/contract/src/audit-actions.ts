/**
 * Actions in the audit log, as noun and verb, grouped by target. The wire does not close the list: a log may have entries of
 * another version, so whoever reads one must expect actions that are not here.
 */
export const AUDIT_ACTIONS = [
  "resource.apply",
  "resource.delete",
  "resource.detach",
  "resource.orphan",
  "resource.cancel",
  "resource.discard",
  "resource.retry",
  "resource.reveal",
  "secret.use",
  "change.plan",
  "change.apply",
  "change.end",
  "change.discard",
  "dead_letter.retry",
  "dead_letter.delete",
  "dead_letter.delete_all",
  "file.delete",
  "provider.push",
  "provider.deploy",
  "provider.delete",
  "provider.deleted",
  "token.create",
  "token.revoke",
  "member.join",
  "member.role",
  "member.remove",
  "member.leave",
  "invitation.create",
  "invitation.revoke",
  "organization.create",
  "organization.limit",
  "organization.push_grant",
  "organization.rename",
  "organization.settings",
  "organization.slug",
  "organization.transfer",
  "login.start",
  "login.end",
  "login.end_all",
  "account.claim",
  "account.email",
  "account.email_request",
  "account.link",
  "account.operator",
  "account.password",
  "account.update",
  "setup.complete",
  "view.share",
  "view.change",
  "view.unshare",
  "view.delete",
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Whether this version knows the action of an entry. */
export function isAuditAction(action: string): action is AuditAction {
  return (AUDIT_ACTIONS as readonly string[]).includes(action);
}
