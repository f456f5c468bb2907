"use client";

import { resourceKey as keyOf } from "@pragma/contract";
import dynamic from "next/dynamic";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { useLiveChanges } from "~/features/live/live-provider.tsx";
import { ResourceGone } from "~/features/resource/resource-gone.tsx";
import { keyOfSegments } from "~/lib/hrefs.ts";
import { loadPart } from "~/lib/load-part.ts";
import { splitOrganizationPath } from "~/lib/organization-path.ts";

/** Every page of a resource brings this one along, which would bring the page a second time. */
const ResourcePage = dynamic(
  () => loadPart(() => import("~/features/resource/resource-page.tsx")).then((file) => file.ResourcePage),
  {
    ssr: false,
  },
);

/** Shown if a resource does not exist; its page appears once it does. */
export default function ResourceNotFound() {
  const key = keyOfSegments((splitOrganizationPath(usePathname())?.within ?? "").split("/").slice(3));
  const [came, setCame] = useState(false);
  useLiveChanges((changes) => {
    if (changes.some((change) => change.lifecycle_state !== null && keyOf(change) === key)) setCame(true);
  });
  return came ? <ResourcePage resourceKey={key} /> : <ResourceGone resourceKey={key} wasHere={false} />;
}
