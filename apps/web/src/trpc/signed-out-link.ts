import type { AppRouter } from "@pragma/trpc";
import type { TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { leadToSignIn } from "./sign-out.ts";
import { isSignedOut } from "./signed-out.ts";

/** Leads to the login page once any call finds that the login has ended, whoever makes it. */
export const signedOutLink: TRPCLink<AppRouter> =
  () =>
  ({ next, op }) =>
    observable((observer) =>
      next(op).subscribe({
        next: (value) => observer.next(value),
        error: (error) => {
          if (isSignedOut(error)) leadToSignIn();
          observer.error(error);
        },
        complete: () => observer.complete(),
      }),
    );
