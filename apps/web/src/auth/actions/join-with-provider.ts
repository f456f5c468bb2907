"use server";

import { cookies } from "next/headers";
import { loginCookie } from "~/auth/cookie.ts";
import { signIn } from "~/auth/index.ts";
import { INVITATION_COOKIE } from "~/auth/invitation-cookie.ts";

/** Long enough to sign in at the identity provider. */
const SECONDS = 15 * 60;

/** Redirects to an identity provider, which returns to the invitation; a new account is created on the way. */
export async function joinWithProviderAction(form: FormData): Promise<void> {
  const provider = form.get("provider");
  const token = form.get("token");
  if (typeof provider !== "string" || typeof token !== "string") return;
  const { secure } = loginCookie();
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge: SECONDS } as const;
  (await cookies()).set(INVITATION_COOKIE, token, options);
  await signIn(provider, { redirectTo: `/invitations/${encodeURIComponent(token)}/return` });
}
