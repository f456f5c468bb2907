import type { Core } from "@pragma/core";
import type { Login } from "@pragma/core/callers";

/** Context that every procedure receives. */
export interface TrpcContext {
  readonly core: Core;
  /** The signed-in person, or null. */
  readonly login: Login | null;
  /** Id of the organization that the page says the call is about, unverified; null if it names none. */
  readonly organizationId: string | null;
  /** The request's id, for events, logs and audit rows. */
  readonly correlationId: string;
  /** Where the request came from, as far as the server can tell: for limits on guessing, and for the list of logins. */
  readonly client: { readonly address: string; readonly userAgent: string | null };
}
