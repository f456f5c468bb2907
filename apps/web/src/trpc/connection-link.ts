import type { AppRouter } from "@pragma/trpc";
import { TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { connection } from "~/lib/connection/connection.ts";
import { callFailure } from "./call-failure.ts";
import { isLeaving } from "./sign-out.ts";

/** The same error, in words that say what to do. */
function signedOut(error: TRPCClientError<AppRouter>): TRPCClientError<AppRouter> {
  const words = "Your session has ended. Sign in again in another tab, then repeat this.";
  return new TRPCClientError(words, { ...(error.shape && { result: { error: error.shape } }), cause: error });
}

/**
 * A call was refused as one of nobody. Its login has ended, or only the right to view this organization: then the server shows
 * what there is to see instead.
 */
async function loginMayHaveEnded(): Promise<void> {
  if (isLeaving()) return;
  const answer = await connection.ask();
  if (isLeaving()) return;
  if (answer === "answered") window.location.reload();
  else connection.tell({ kind: "failed", how: answer });
}

/** Tells the connection how calls end. Streams tell of themselves, apart from a login that has ended. */
export const connectionLink: TRPCLink<AppRouter> =
  () =>
  ({ next, op }) => {
    const isStream = op.type === "subscription";
    return observable((observer) =>
      next(op).subscribe({
        next: (value) => {
          if (!isStream) connection.tell({ kind: "answered" });
          observer.next(value);
        },
        error: (error) => {
          const how = callFailure(error);
          if (how === "login") void loginMayHaveEnded();
          else if (how !== null && !isStream) connection.tell({ kind: "failed", how });
          observer.error(how === "login" ? signedOut(error) : error);
        },
        complete: () => observer.complete(),
      }),
    );
  };
