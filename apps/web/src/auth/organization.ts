import "server-only";
import type { Login, MemberContext, MyOrganization } from "@pragma/core/callers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { organizationPath, splitOrganizationPath } from "~/lib/organization-path.ts";
import { requestedPath } from "~/server/requested-path.ts";
import { services } from "~/server/services.ts";
import { requireLogin } from "./login.ts";

/** A signed-in user on a page of one of their organizations. */
export interface Visit {
  readonly login: Login;
  readonly organization: MyOrganization;
  readonly member: MemberContext;
}

/**
 * The organization of the requested page, and the user. Only the URL decides: every page, and every procedure that it
 * calls, gets its organization here. An id and a former slug redirect to the current slug; an unknown organization and
 * somebody else's give the same 404.
 */
export const requireOrganization = cache(async (): Promise<Visit> => {
  const path = await requestedPath();
  const asked = splitOrganizationPath(path);
  const login = await requireLogin(path);
  const { core, useCases } = services();
  const organization = asked && (await useCases.findByAddress(core, login, asked.address));
  const member = organization && useCases.memberIn(login, organization.id);
  if (!member) notFound();
  if (organization.slug !== asked.address) redirect(organizationPath(organization.slug, asked.within));
  return { login, organization, member };
});
