"use server";

import { redirect } from "next/navigation";
import { clearLoginSecret } from "~/auth/cookie.ts";
import { getLogin } from "~/auth/login.ts";
import { returnPath } from "~/auth/return-path.ts";
import { services } from "~/server/services.ts";

/** Ends the login, and redirects to a page where another account can continue. */
export async function signOutToAction(form: FormData): Promise<void> {
  const next = form.get("next");
  const login = await getLogin();
  const { core, env, useCases } = services();
  if (login) await useCases.endLogin(core, login);
  await clearLoginSecret();
  redirect(returnPath(typeof next === "string" ? next : null, env.settings.publicWebUrl));
}
