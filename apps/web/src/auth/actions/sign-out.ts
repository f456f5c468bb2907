"use server";

import { redirect } from "next/navigation";
import { clearLoginSecret } from "~/auth/cookie.ts";
import { getLogin } from "~/auth/login.ts";
import { returnPath } from "~/auth/return-path.ts";
import { services } from "~/server/services.ts";

/**
 * Ends somebody's login, here and in the database, and redirects to a page where another account can go on. Whoever has
 * signed in instead since stays signed in, and is redirected all the same: from the login page to their own.
 * @param next that page; by default the login page
 */
export async function signOutAction(userId: string, next: string | null = null): Promise<void> {
  const { core, env, useCases } = services();
  const login = await getLogin();
  if (login === null || login.userId === userId) {
    if (login) await useCases.endLogin(core, login);
    await clearLoginSecret();
  }
  redirect(typeof next === "string" ? returnPath(next, env.settings.publicWebUrl) : "/login");
}
