import "server-only";
import type { Login } from "@pragma/core/callers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { HOME } from "~/lib/organization-path.ts";
import { services } from "~/server/services.ts";
import { readLoginSecret } from "./cookie.ts";
import { requestClient } from "./request-client.ts";
import { returnPath } from "./return-path.ts";

/** The signed-in user, or null. Read once per request. */
export const getLogin = cache(async (): Promise<Login | null> => {
  const secret = await readLoginSecret();
  if (secret === null) return null;
  const { core, useCases } = services();
  const { correlationId } = await requestClient();
  return useCases.authenticateLogin(core, secret, correlationId).catch((error: unknown) => {
    // Before a procedure is called, which would tell readiness.
    core.services.requests.failed(error, null);
    throw error;
  });
});

/** The signed-in user; others are redirected to sign in, and return to `path`. */
export async function requireLogin(path: string): Promise<Login> {
  const login = await getLogin();
  if (login) return login;
  const next = returnPath(path, services().env.settings.publicWebUrl);
  redirect(next === HOME ? "/login" : `/login?next=${encodeURIComponent(next)}`);
}

/**
 * The login of whom a page was made for: somebody else may have signed in since, in another tab of the same browser.
 * @param path where to return to after signing in
 * @throws DomainError if it is somebody else's by now
 */
export async function requireLoginOf(userId: string, path: string): Promise<Login> {
  const login = await requireLogin(path);
  if (login.userId === userId) return login;
  const { useCases } = services();
  throw new useCases.DomainError(
    "conflict",
    `You are now signed in as ${login.email} in this browser. Reload the page to continue with that account.`,
  );
}
