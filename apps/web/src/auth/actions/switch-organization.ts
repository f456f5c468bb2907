"use server";

import { redirect } from "next/navigation";
import { writeLoginSecret } from "~/auth/cookie.ts";
import { requireLogin } from "~/auth/login.ts";
import { services } from "~/server/services.ts";

/** Looks at another organization from now on. What is shown belongs to the former one, so it leads to the overview. */
export async function switchOrganizationAction(organizationId: string): Promise<void> {
  const login = await requireLogin("/");
  const { core, useCases } = services();
  const { secret } = await useCases.switchOrganization(core, login, organizationId);
  await writeLoginSecret(secret);
  redirect("/");
}
