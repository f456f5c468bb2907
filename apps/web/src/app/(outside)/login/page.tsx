import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getLogin } from "~/auth/login.ts";
import { signInProviders } from "~/auth/providers.ts";
import { returnPath } from "~/auth/return-path.ts";
import { SignInForm } from "~/features/sign-in/sign-in-form.tsx";
import { services } from "~/server/services.ts";

export const metadata: Metadata = { title: "Sign in" };

interface Props {
  searchParams: Promise<{ next?: string | string[]; error?: string | string[]; problem?: string | string[] }>;
}

export default async function LoginPage({ searchParams }: Props) {
  const { core, env, useCases } = services();
  const parameters = await searchParams;
  const next = returnPath([parameters.next ?? []].flat()[0], env.settings.publicWebUrl);
  if (await useCases.needsSetup(core)) redirect("/setup");
  if (await getLogin()) redirect(next);
  return (
    <SignInForm
      next={next}
      providers={signInProviders(env)}
      problem={problemOf([parameters.error ?? []].flat()[0], [parameters.problem ?? []].flat()[0])}
    />
  );
}

/** The problem at an identity provider, if any. */
function problemOf(error: string | undefined, problem: string | undefined): string | null {
  if (problem !== undefined) return problem;
  return error === undefined ? null : "Signing in failed. Try again, or sign in another way.";
}
