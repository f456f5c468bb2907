import { TRPCClientError } from "@trpc/client";

/** Whether a call was refused because the login has ended. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof TRPCClientError && (error.data as { code?: string } | null)?.code === "UNAUTHORIZED";
}

/** Leaves for the login page, which leads back to what was looked at. */
export function leadToSignIn(): void {
  const { pathname, search } = window.location;
  window.location.assign(`/login?next=${encodeURIComponent(pathname + search)}`);
}
