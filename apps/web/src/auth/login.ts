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
  return useCases.authenticateLogin(core, secret, (await requestClient()).correlationId);
});

/** The signed-in user; others are redirected to sign in, and return to `path`. */
export async function requireLogin(path: string): Promise<Login> {
  const login = await getLogin();
  if (login) return login;
  const next = returnPath(path, services().env.settings.publicWebUrl);
  redirect(next === HOME ? "/login" : `/login?next=${encodeURIComponent(next)}`);
}
