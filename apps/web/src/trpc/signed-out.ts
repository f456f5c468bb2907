import { TRPCClientError } from "@trpc/client";
import { signOutAction } from "~/auth/actions/sign-out.ts";

/** Whether this page is being left for good: by signing out, or with the organization. */
let leaving = false;

/** Whether a call was refused because the login has ended. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof TRPCClientError && (error.data as { code?: string } | null)?.code === "UNAUTHORIZED";
}

/**
 * Signs out. Calls still under way notice that the login has ended, and must not make what was looked at the page that
 * whoever signs in next is led to.
 */
export async function signOut(): Promise<void> {
  leaving = true;
  await signOutAction();
}

/**
 * Says that a call is under way which ends the right to what is looked at. Other calls may notice that before its answer
 * is here, and must not lead back to the page.
 */
export function expectToLeave(expected: boolean): void {
  leaving = expected;
}

/** Leaves for the login page, which leads back to what was looked at. */
export function leadToSignIn(): void {
  if (leaving) return;
  const { pathname, search } = window.location;
  window.location.assign(`/login?next=${encodeURIComponent(pathname + search)}`);
}
