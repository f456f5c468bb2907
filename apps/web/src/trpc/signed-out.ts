import { TRPCClientError } from "@trpc/client";

/** Whether a call was refused because the login has ended. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof TRPCClientError && (error.data as { code?: string } | null)?.code === "UNAUTHORIZED";
}
