import "server-only";
import type { Login, MemberContext, MyOrganization } from "@pragma/core/callers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { organizationPath, splitOrganizationPath } from "~/lib/organization-path.ts";
import { requestedPath } from "~/server/requested-path.ts";
import { services } from "~/server/services.ts";
import { requireLogin } from "./login.ts";

/** Somebody who is signed in, on a page of an organization of theirs. */
export interface Visit {
  readonly login: Login;
  readonly organization: MyOrganization;
  readonly member: MemberContext;
}

/**
 * The organization whose page is asked for, and who asks. Its address decides, and nothing else: every page, and every
 * procedure that it calls, gets its organization here. An id, and what the organization was called lately, lead on to its
 * slug; one that nobody has, and somebody else's, are the same page that is not there.
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
