"use client";

import { organizationPath } from "~/lib/organization-path.ts";
import { useViewer } from "./viewer.tsx";

/** Builds paths of the current organization: `/resources` becomes `/o/acme/resources`. For navigation by code. */
export function useOrganizationPath(): (path: string) => string {
  const { organizationSlug } = useViewer();
  return (path) => organizationPath(organizationSlug, path);
}
