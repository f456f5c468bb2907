import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SetupForm } from "~/features/setup/setup-form.tsx";
import { services } from "~/server/services.ts";

export const metadata: Metadata = { title: "Set up" };

interface Props {
  searchParams: Promise<{ code?: string | string[] }>;
}

/** Creates the first account, as long as nobody can sign in. */
export default async function SetupPage({ searchParams }: Props) {
  const { core, useCases } = services();
  if (!(await useCases.needsSetup(core))) redirect("/login");
  const { code } = await searchParams;
  return <SetupForm code={[code ?? []].flat()[0] ?? ""} />;
}
