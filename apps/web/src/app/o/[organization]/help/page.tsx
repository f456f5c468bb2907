import { redirect } from "next/navigation";
import { requireOrganization } from "~/auth/organization.ts";
import { guideHref } from "~/lib/hrefs.ts";
import { organizationPath } from "~/lib/organization-path.ts";

/** Leads to the guide to begin with. */
export default async function Page(): Promise<never> {
  const { organization } = await requireOrganization();
  redirect(organizationPath(organization.slug, guideHref("quick-start")));
}
