import type { Core } from "@pragma/core";
import type { Login } from "@pragma/core/callers";

/** What every procedure is given. */
export interface TrpcContext {
  readonly core: Core;
  /** Who is signed in, or null. */
  readonly login: Login | null;
  /** Id of the organization that the call is about, as the page says, which nobody has checked; null where it names none. */
  readonly organizationId: string | null;
  /** The request's id: it goes into events, logs and audit rows. */
  readonly correlationId: string;
  /** Where the request came from, as far as the server can tell: for limits on guessing, and for the list of logins. */
  readonly client: { readonly address: string; readonly userAgent: string | null };
}
