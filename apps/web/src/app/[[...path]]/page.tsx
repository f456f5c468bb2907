import { notFound, redirect } from "next/navigation";
import { formerPage } from "~/lib/former-page.ts";
import { HOME } from "~/lib/organization-path.ts";
import { requestedPath } from "~/server/requested-path.ts";

/** All other paths: old URLs without an organization, and pages that never existed. */
export default async function FormerPage(): Promise<never> {
  const path = await requestedPath();
  if (path === "/") redirect(HOME);
  redirect(formerPage(path) ?? notFound());
}
