import type { ErrorFacts, ValidationIssue } from "@pragma/contract";
import { isTooBusy } from "@pragma/db";

/** Whether an error means that the database is unavailable. */
export { isOutage } from "@pragma/db";

/** Every domain error code: when it is thrown, and how a caller recovers. The source of docs/errors.md. */
export const ERROR_REGISTRY = {
  not_authenticated: {
    when: "The token is absent, malformed, unknown, expired or revoked.",
    recovery: "Send a valid token as `Authorization: Bearer …`.",
  },
  missing_scope: {
    when: "The token, or its holder's role, lacks a scope that the call needs.",
    recovery: "Use a token with the scope named in the message, or ask an admin for the role.",
  },
  not_operator: {
    when: "Only an operator of the installation may do this: an account with that flag, which the first account has.",
    recovery: "Ask an operator. To let everyone create organizations, set `PRAGMA_ORGANIZATION_CREATION=anyone`.",
  },
  push_not_granted: {
    when: "The organization may not push providers, which would run code of its members here.",
    recovery: "Ask an operator to switch on `May push providers` for it: dashboard, Installation, Organizations.",
  },
  mail_failed: {
    when: "The mail server (`PRAGMA_SMTP_URL`) did not take a mail.",
    recovery: "Try again in a while. An operator can confirm the address meanwhile.",
  },
  rate_limited: {
    when: "The organization used up its requests of this window.",
    recovery: "Wait for the seconds in `Retry-After`.",
  },
  quota: {
    when: "The organization already runs as many provider builds at once as its quota allows. `quota`, `limit` and `used` name it.",
    recovery:
      "Repeat the request after the seconds in `Retry-After`, once a build has ended. An operator of the installation can raise the quota: dashboard, Installation, Organizations, Limits.",
  },
  quota_exceeded: {
    when: "The organization would exceed one of its quotas: resources, bytes of files, API tokens, members or versions of providers. `quota`, `limit` and `used` say of what. Nothing was written.",
    recovery:
      "Delete what is not needed, or have an operator of the installation raise the quota: dashboard, Installation, Organizations, Limits.",
  },
  busy: {
    when: "Other requests hold what this one needs: too many changes of the organization wait for each other or for validation, one of them takes long, or too many large bodies are being received, of whomever.",
    recovery: "Repeat the request after the seconds in `Retry-After`. Nothing was written.",
  },
  not_found: {
    when: "The object does not exist in the token's organization.",
    recovery: "Check the id, and that the token belongs to the right organization.",
  },
  validation_failed: {
    when: "A value breaks the schema, a reference is malformed, or the type is unknown. Nothing was written.",
    recovery: "Fix the values at the places listed in `detail`.",
  },
  bad_request: {
    when: "The request is well-formed but asks for something that has no meaning, such as deleting without a filter.",
    recovery: "Follow the message.",
  },
  payload_too_large: {
    when: "The body, or an uploaded file, exceeds its limit.",
    recovery: "Send less, or raise the limit in the settings.",
  },
  invalid_archive: {
    when: "The upload is not a gzip-compressed tar archive, or it is damaged or incomplete.",
    recovery: "Pack the provider again, as `npm pack` or `tar -czf` do.",
  },
  provider_in_use: {
    when: "The provider still has resources, which are listed in `dependents`.",
    recovery: "Delete them first, or use `cascade=true`.",
  },
  incompatible_schema: {
    when: "The version's schemas break existing resources, which are listed in `dependents`, or it lacks their type.",
    recovery: "Fix the provider or the resources. `force` deploys it anyway, unless a type is missing.",
  },
  id_collision: {
    when: "Another provider, type and name already share this id.",
    recovery: "Choose another name.",
  },
  stale_preview: {
    when: "The change with this `basis` would not do what its preview showed. Nothing was written.",
    recovery: "Look at a new preview.",
  },
  stale_plan: {
    when: "What the change was planned on has moved since: `stale` lists the resources. Nothing was written.",
    recovery: "Plan it again.",
  },
  refused_plan: {
    when: "The plan has refusals: its actions say which.",
    recovery: "Fix the documents where the plan points, and plan again.",
  },
  change_in_flight: {
    when: "The config differs while the resource is pending or processing. Changes replace what is pending; of one, `busy` lists all that a provider has in hand.",
    recovery: "Wait until it is ready or failed, or cancel it, then apply again.",
  },
  deletion_in_progress: {
    when: "The resource, its provider or all of its owners are being deleted, or it would wait for a deletion that waits for it.",
    recovery:
      "Wait until it is gone, then apply again. Where `cycle` lists who waits for whom, cancel the deletion among them first.",
  },
  deletion_protected: {
    when: "The resource, or one that would go with it, is protected from deletion.",
    recovery: "Apply it with `deletion_protected: false` first.",
  },
  has_dependents: {
    when: "Others depend on the resource, or on one that would go with it, or still run with it: their update without it is staged or failed.",
    recovery:
      "Delete them first, or use `dependents=cascade` or `dependents=detach`. Those that still run with it must be updated or deleted.",
  },
  not_cancellable: {
    when: "The resource is neither pending nor processing.",
    recovery: "There is nothing to cancel.",
  },
  not_deletable: {
    when: "The provider is working on the resource, or on one that would go with it.",
    recovery: "Wait until it is settled, or cancel it.",
  },
  not_discardable: {
    when: "The resource has no staged draft, or has never been ready.",
    recovery: "There is nothing to return to: apply another config, or delete it.",
  },
  not_retryable: {
    when: "The resource of the dead letter is no longer failed.",
    recovery: "Nothing needs to be done; delete the dead letter.",
  },
  cycle: {
    when: "The dependencies and owners would form a cycle.",
    recovery: "Remove one of the edges listed in `cycle`.",
  },
  immutable_field: {
    when: "A field that cannot change after creation differs.",
    recovery: "Keep the value, or delete the resource and create it again.",
  },
  precondition_failed: {
    when: "`If-Match` or `If-None-Match` no longer holds.",
    recovery: "Read the resource again and repeat the change on it.",
  },
  idempotency_mismatch: {
    when: "The `Idempotency-Key` was used with another payload.",
    recovery: "Use a new key for a new request.",
  },
  idempotency_in_progress: {
    when: "The first request with this `Idempotency-Key` is still running.",
    recovery: "Repeat the request a little later.",
  },
  provider_timeout: {
    when: "The provider did not answer in time.",
    recovery: "Try again; look at the provider's health and logs.",
  },
  provider_failed: {
    when: "The provider answered with an error or stopped.",
    recovery: "Look at the message and the provider's logs.",
  },
  conflict: {
    when: "The object is in a state that does not allow the call.",
    recovery: "Follow the message.",
  },
} as const;

export type ErrorCode = keyof typeof ERROR_REGISTRY;

/** A failure that the caller can understand and act on. Any other error is a defect. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;
  /** For `validation_failed`: each problem and where it is. */
  readonly issues: readonly ValidationIssue[];

  constructor(code: ErrorCode, message: string, facts: ErrorFacts = {}, issues: readonly ValidationIssue[] = []) {
    super(message);
    this.name = "DomainError";
    this.code = code;
    this.facts = facts;
    this.issues = issues;
  }
}

/**
 * A refusal that is recorded: what was written before it is thrown stays, such as that a plan is stale. A transaction around
 * it commits, and the error is told afterwards.
 */
export class RecordedRefusal extends DomainError {}

/** Rejects input, listing what is wrong and where. */
export function validationError(issues: readonly ValidationIssue[], facts: ErrorFacts = {}): DomainError {
  return new DomainError("validation_failed", issues[0]?.msg ?? "Invalid input", facts, issues);
}

/** The same error for a missing object and for another organization's, so that a caller cannot tell them apart. */
export function notFound(what: string): DomainError {
  return new DomainError("not_found", `${what} not found`);
}

/**
 * The error as the caller should see it. When the database refuses a statement because others hold what it needs, the
 * caller can retry.
 */
export function asDomainError(error: unknown): unknown {
  if (!isTooBusy(error)) return error;
  return new DomainError("busy", "Too much of the organization is under way at once; try again in a moment");
}
