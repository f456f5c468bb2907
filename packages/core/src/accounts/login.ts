import type { Role } from "@pragma/contract";
import type { RequestContext } from "../caller.ts";

/** An organization that a person is a member of. */
export interface MyOrganization {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** On whose behalf a request of the dashboard runs: the member of the organization that is looked at. */
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
  /** In the organization that is looked at; null for somebody who is in none. */
  readonly member: MemberContext | null;
}
