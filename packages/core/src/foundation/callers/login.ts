import type { Role } from "@pragma/contract";
import type { OwnQuotas, RequestContext } from "./caller.ts";

/** An organization that a person is a member of. */
export interface MyOrganization {
  readonly id: string;
  /** Its pages are at `/o/{slug}`. */
  readonly slug: string;
  readonly name: string;
  readonly role: Role;
  /** Requests per window, if an operator set a limit for the organization; null for the settings' default. */
  readonly rateLimit: number | null;
  readonly quotas: OwnQuotas;
}

/** On whose behalf a dashboard request runs: a member of the organization that the request names. */
export interface MemberContext extends RequestContext {
  readonly role: Role;
}

/** A person who is signed in to the dashboard. */
export interface Login {
  readonly id: string;
  readonly userId: string;
  readonly email: string;
  /** They have proven that the email is theirs: OAuth accounts and invitations for it rely on that. */
  readonly emailProven: boolean;
  /** Is an operator of the installation. */
  readonly operator: boolean;
  readonly name: string | null;
  /** By name. */
  readonly organizations: readonly MyOrganization[];
  /**
   * The one last looked at, else the first by name; null for somebody in none. Only a suggestion: the request names the
   * organization that it acts in (`memberIn`).
   */
  readonly lastOrganization: MyOrganization | null;
  /** The request's id. */
  readonly correlationId: string;
}
