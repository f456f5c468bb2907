import { notFound, redirect } from "next/navigation";
import { formerPage } from "~/lib/former-page.ts";
import { HOME } from "~/lib/organization-path.ts";
import { requestedPath } from "~/server/requested-path.ts";

/** All that is nowhere else: addresses of pages from when none had its organization in it, and what never was. */
export default async function FormerPage(): Promise<never> {
  const path = await requestedPath();
  if (path === "/") redirect(HOME);
  redirect(formerPage(path) ?? notFound());
}
