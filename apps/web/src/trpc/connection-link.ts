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
          if (how !== null && (!isStream || how === "login") && !(how === "login" && isLeaving()))
            connection.tell({ kind: "failed", how });
          observer.error(how === "login" ? signedOut(error) : error);
        },
        complete: () => observer.complete(),
      }),
    );
  };
