"use client";

import { organizationPath } from "~/lib/organization-path.ts";
import { useViewer } from "./viewer.tsx";

/** Makes addresses of the organization that is looked at: of `/resources` `/o/acme/resources`. For navigation by code. */
export function useOrganizationPath(): (path: string) => string {
  const { organizationSlug } = useViewer();
  return (path) => organizationPath(organizationSlug, path);
}
