"use server";

import { redirect } from "next/navigation";
import { AuthError, CredentialsSignin } from "next-auth";
import { signIn } from "~/auth/index.ts";
import { returnPath } from "~/auth/return-path.ts";
import { services } from "~/server/services.ts";

export interface SignInState {
  error: string | null;
  /** Kept in the form after a refusal. */
  email: string;
}

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};

/** Signs in with email and password, and redirects back to where the user was. */
export async function signInAction(_previous: SignInState, form: FormData): Promise<SignInState> {
  const email = text(form, "email").trim();
  const password = text(form, "password");
  if (email === "" || password === "") return { error: "Enter your email address and your password.", email };
  try {
    await signIn("credentials", { email, password, redirect: false });
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    return { error: messageOf(error), email };
  }
  redirect(returnPath(text(form, "next"), services().env.settings.publicWebUrl));
}

/** The same for an unknown address and a wrong password, so that nobody learns which addresses have accounts. */
function messageOf(error: AuthError): string {
  if (error instanceof CredentialsSignin) {
    return error.code === "rate_limited"
      ? "Too many attempts. Wait 15 minutes, then try again."
      : "The email address or the password is wrong.";
  }
  return "Signing in failed. Try again.";
}
