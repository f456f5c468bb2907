import type { Actor, Quota, Scope } from "@pragma/contract";
import type { TraceContext } from "@pragma/telemetry/trace-context";

/** The leased quotas that an operator set for an organization. The settings define the others. */
export type OwnQuotas = Readonly<Partial<Record<Quota, number>>>;

/** On whose behalf a use case runs, and in which organization. */
export interface Caller {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly userId: string;
  readonly email: string;
  /**
   * The API token's id, `session:{jti}`, or `login:{id}` in the dashboard; idempotency and stream limits count by it.
   */
  readonly tokenId: string;
  /** Requests per window, if an operator set a limit for the organization; null for the settings' default. */
  readonly rateLimit: number | null;
  /** As of when the caller was read, at most a second ago; undefined for later actions on a caller's behalf. */
  readonly quotas?: OwnQuotas | undefined;
  readonly actor: Actor;
  readonly scopes: ReadonlySet<Scope>;
}

/** A caller within one request; the correlation id goes into events, dead letters, logs and audit rows. */
export interface RequestContext extends Caller {
  readonly correlationId: string;
  /** The trace that the request is part of, if any: events that it queues belong to that. */
  readonly trace?: TraceContext | undefined;
  /** The change that the request carries out. */
  readonly changeId?: string;
  /** Key of the resource whose handler makes the request on behalf of its last applier. */
  readonly via?: string;
}
