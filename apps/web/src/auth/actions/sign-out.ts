"use server";

import { redirect } from "next/navigation";
import { clearLoginSecret } from "~/auth/cookie.ts";
import { getLogin } from "~/auth/login.ts";
import { services } from "~/server/services.ts";

/**
 * Ends somebody's login, here and in the database, and redirects to the login page; from there to the pages of whoever
 * has signed in instead since.
 */
export async function signOutAction(userId: string): Promise<void> {
  const login = await getLogin();
  if (login !== null && login.userId !== userId) redirect("/login");
  const { core, useCases } = services();
  if (login) await useCases.endLogin(core, login);
  await clearLoginSecret();
  redirect("/login");
}
