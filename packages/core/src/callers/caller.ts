import type { Actor, Quota, Scope } from "@pragma/contract";

/** Quotas that an operator set for an organization, of those that are leased. The settings say the others. */
export type OwnQuotas = Readonly<Partial<Record<Quota, number>>>;

/** On whose behalf a use-case runs, and in which organization. */
export interface Caller {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly userId: string;
  readonly email: string;
  /** The API token's id, `session:{jti}`, or `login:{id}` in the dashboard. Idempotency keys and stream limits count by it. */
  readonly tokenId: string;
  /** Requests that the organization may make in a window, where an operator set that for it; null as the settings say. */
  readonly rateLimit: number | null;
  /** As of when the caller was read, a second ago at most; undefined for who acts later, in the name of one. */
  readonly quotas?: OwnQuotas | undefined;
  readonly actor: Actor;
  readonly scopes: ReadonlySet<Scope>;
}

/** A caller within one request; the correlation id goes into events, dead letters, logs and audit rows. */
export interface RequestContext extends Caller {
  readonly correlationId: string;
  /** Key of the resource whose handler asks, in the name of its last applier. */
  readonly via?: string;
}
