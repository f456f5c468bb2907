import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireLogin } from "~/auth/login.ts";
import { InstallationPage } from "~/features/installation/installation-page.tsx";
import { INSTALLATION } from "~/lib/installation-path.ts";

export const metadata: Metadata = { title: "Installation" };

export default async function InstallationRoute() {
  const { operator } = await requireLogin(INSTALLATION);
  if (!operator) notFound();
  return <InstallationPage />;
}
