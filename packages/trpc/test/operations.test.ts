import type { OperationId } from "@pragma/contract";
import { expect, it } from "vitest";
import { type AppRouter, appRouter } from "../src/index.ts";

type PathIn<Record> = {
  [Name in keyof Record & string]: Record[Name] extends { _def: { procedure: true } }
    ? Name
    : `${Name}.${PathIn<Record[Name]>}`;
}[keyof Record & string];

/** For people who are signed in, and what their browser keeps. Programs have tokens, which cannot become somebody. */
const PEOPLE = { none: "an account or a membership: a person decides it, signed in" };
/** Only an operator of the installation may. */
const OPERATOR = { none: "the operator of an installation decides it, signed in" };
/** Reason for a page's data beside what an operation answers. */
const PAGE = { none: "a part of a page: read models of what operations answer" };

/**
 * Operations that clients have for each procedure of the dashboard, or why they have nothing. A procedure that is missing here does not
 * compile. A write that nobody but the dashboard could do would be a fault.
 */
const OPERATIONS = {
  "account.me": "getIdentity",
  "account.updateProfile": PEOPLE,
  "account.email.awaited": PEOPLE,
  "account.email.prove": PEOPLE,
  "account.email.withdraw": PEOPLE,
  "account.changePassword": PEOPLE,
  "account.logins.list": PEOPLE,
  "account.logins.end": PEOPLE,
  "account.logins.endEverywhere": PEOPLE,
  "account.sessionToken": "exchangeLoginCode",
  "audit.list": "listAudit",
  "changes.list": "listChanges",
  "changes.get": "getChange",
  "changes.named": "getChange",
  "changes.openPlans": "listChanges",
  "changes.timeline": "listChangeActions",
  "changes.graph": PAGE,
  "changes.actions": "listChangeActions",
  "changes.plan": "planChange",
  "changes.planEdit": "planChange",
  "changes.previewEdit": "previewChange",
  "changes.planDeletion": "planChange",
  "changes.previewDeletion": "previewChange",
  "changes.applyPlan": "applyChange",
  "changes.discard": "discardChange",
  "changes.end": "endChange",
  "changes.preview": "previewChange",
  "changes.previewRevert": "previewChange",
  "changes.revert": "revertChange",
  "changes.rollBack": "planChange",
  "changes.previewRollBack": "previewChange",
  "deadLetters.list": "listDeadLetters",
  "deadLetters.groups": PAGE,
  "deadLetters.count": PAGE,
  "deadLetters.get": "getDeadLetter",
  "deadLetters.retry": "retryDeadLetter",
  "deadLetters.retryAll": "retryAllDeadLetters",
  "deadLetters.delete": "deleteDeadLetter",
  "deadLetters.deleteAll": "deleteAllDeadLetters",
  "files.limits": PAGE,
  "files.upload": "uploadFile",
  "invitations.list": PEOPLE,
  "invitations.create": PEOPLE,
  "invitations.revoke": PEOPLE,
  "invitations.get": PEOPLE,
  "invitations.accept": PEOPLE,
  "live.stream": "streamEvents",
  "members.list": PEOPLE,
  "members.changeRole": PEOPLE,
  "members.remove": PEOPLE,
  "members.transferOwnership": PEOPLE,
  "operator.accounts.list": OPERATOR,
  "operator.accounts.setOperator": OPERATOR,
  "operator.emails.list": OPERATOR,
  "operator.emails.confirm": OPERATOR,
  "operator.emails.refuse": OPERATOR,
  "operator.organizations.list": OPERATOR,
  "operator.organizations.limits": OPERATOR,
  "operator.organizations.setLimit": OPERATOR,
  "operator.organizations.setPushGrant": OPERATOR,
  "organizations.create": OPERATOR,
  "organizations.changeSlug": PEOPLE,
  "organizations.rename": PEOPLE,
  "organizations.leave": PEOPLE,
  "overview.counts": "getResourceFacets",
  "overview.activity": "listChanges",
  "overview.series": PAGE,
  "overview.queue": PAGE,
  "overview.attention": PAGE,
  "overview.checklist": PAGE,
  "providers.list": "listProviders",
  "providers.types": "listResourceTypes",
  "providers.builds": "listBuilds",
  "providers.build": "getBuild",
  "providers.buildLogs": "readBuildLogs",
  "providers.discover": "discover",
  "providers.deployment": "getDeployment",
  "providers.previewDeployment": "previewDeployment",
  "providers.deploy": "deployProvider",
  "providers.delete": "deleteProvider",
  "resources.list": "listResources",
  "resources.facets": "getResourceFacets",
  "resources.groups": "getResourceFacets",
  "resources.rows": "listResources",
  "resources.get": "getResource",
  "resources.status": "getResourceStatus",
  "resources.types": "listResourceTypes",
  "resources.capabilities": "listResourceTypes",
  "resources.compare": "compareVersions",
  "resources.history": "listResourceEvents",
  "resources.neighbourHistory": "listResourceEvents",
  "resources.health": "checkResourceHealth",
  "resources.drift": "getResourceDrift",
  "resources.checkDrift": "checkResourceDrift",
  "resources.logs": "readResourceLogs",
  "resources.followLogs": "readResourceLogs",
  "resources.explain": "explainResource",
  "resources.rootCause": "explainResource",
  "resources.blastRadius": "getResourceGraph",
  "resources.relations": "getResourceGraph",
  "resources.secretUsers": PAGE,
  "resources.stagedChanges": "compareVersions",
  "resources.graph": "getResourceGraph",
  "resources.groupedGraph": "getResourceGraph",
  "resources.suggest": PAGE,
  "resources.suggestReferences": PAGE,
  "resources.outputsOf": "getResource",
  "resources.tags": "getResourceFacets",
  "resources.applyOne": "applyResource",
  "resources.preview": "previewChange",
  "resources.cancel": "cancelResource",
  "resources.discard": "discardDraft",
  "resources.reapply": "reapplyResource",
  "resources.retry": "retryResource",
  "resources.retryFailed": "retryResource",
  "resources.reveal": "getResource",
  "resources.revealValue": "getResource",
  "resources.revealDrift": "getResourceDrift",
  "sets.list": "listSets",
  "settings.get": "getSettings",
  "settings.change": "changeSettings",
  "settings.limits": PAGE,
  "settings.rateLimit": PAGE,
  "tokens.list": "listTokens",
  "tokens.create": "createToken",
  "tokens.revoke": "revokeToken",
  "views.list": PAGE,
  "views.save": { none: "a filter of the list by a name, kept for pages" },
  "views.delete": { none: "a filter of the list by a name, kept for pages" },
} as const satisfies Record<PathIn<AppRouter["_def"]["record"]>, OperationId | { none: string }>;

it("names no procedure that is gone", () => {
  expect(Object.keys(OPERATIONS).sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
});

it("names an operation for each write of the dashboard, but for people and their pages", () => {
  const writes = Object.entries(appRouter._def.procedures)
    .filter(([, procedure]) => (procedure as unknown as { _def: { type: string } })._def.type === "mutation")
    .map(([path]) => path as keyof typeof OPERATIONS);
  const alone = writes.filter((path) => Object.is(OPERATIONS[path], PAGE));
  expect(alone).toEqual([]);
});
