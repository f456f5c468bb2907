"use server";

import { signIn } from "~/auth/index.ts";
import { returnPath } from "~/auth/return-path.ts";
import { services } from "~/server/services.ts";

/** Redirects to an identity provider, and from there back to where the user was. */
export async function signInWithAction(form: FormData): Promise<void> {
  const provider = form.get("provider");
  const next = form.get("next");
  if (typeof provider !== "string") return;
  const { publicWebUrl } = services().env.settings;
  await signIn(provider, { redirectTo: returnPath(typeof next === "string" ? next : null, publicWebUrl) });
}
