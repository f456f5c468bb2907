"use client";

import { NothingHere } from "~/features/shell/nothing-here.tsx";
import { useOrganizationPath } from "~/features/shell/use-organization-path.ts";

export default function NotFoundInOrganization() {
  return <NothingHere home={useOrganizationPath()("/")} />;
}
