"use server";

import { redirect } from "next/navigation";
import { clearLoginSecret } from "~/auth/cookie.ts";
import { getLogin } from "~/auth/login.ts";
import { services } from "~/server/services.ts";

/** Ends the login, here and in the database, and redirects to the login page. */
export async function signOutAction(): Promise<void> {
  const login = await getLogin();
  const { core, useCases } = services();
  if (login) await useCases.endLogin(core, login);
  await clearLoginSecret();
  redirect("/login");
}
