import { TRPCClientError } from "@trpc/client";
import { signOutAction } from "~/auth/actions/sign-out.ts";

/** Whether this page is being left for good. */
let signingOut = false;

/** Whether a call was refused because the login has ended. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof TRPCClientError && (error.data as { code?: string } | null)?.code === "UNAUTHORIZED";
}

/**
 * Signs out. Calls still under way notice that the login has ended, and must not make what was looked at the page that
 * whoever signs in next is led to.
 */
export async function signOut(): Promise<void> {
  signingOut = true;
  await signOutAction();
}

/** Leaves for the login page, which leads back to what was looked at. */
export function leadToSignIn(): void {
  if (signingOut) return;
  const { pathname, search } = window.location;
  window.location.assign(`/login?next=${encodeURIComponent(pathname + search)}`);
}
