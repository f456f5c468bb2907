import type { Role } from "@pragma/contract";
import type { OwnQuotas, RequestContext } from "./caller.ts";

/** An organization that a person is a member of. */
export interface MyOrganization {
  readonly id: string;
  /** Its pages are at `/o/{slug}`. */
  readonly slug: string;
  readonly name: string;
  readonly role: Role;
  /** Requests that it may make in a window, where an operator set that for it; null as the settings say. */
  readonly rateLimit: number | null;
  readonly quotas: OwnQuotas;
}

/** On whose behalf a request of the dashboard runs: the member of the organization that the request names. */
export interface MemberContext extends RequestContext {
  readonly role: Role;
}

/** A person who is signed in to the dashboard. */
export interface Login {
  readonly id: string;
  readonly userId: string;
  readonly email: string;
  /** It was shown that the address is theirs: accounts elsewhere and invitations for it go by that. */
  readonly emailProven: boolean;
  /** Looks after the installation. */
  readonly operator: boolean;
  readonly name: string | null;
  /** By name. */
  readonly organizations: readonly MyOrganization[];
  /**
   * The one looked at last, else the first by name; null for somebody who is in none. It is a suggestion: where a request
   * acts is in the request (`memberIn`).
   */
  readonly lastOrganization: MyOrganization | null;
  /** The request's id. */
  readonly correlationId: string;
}
