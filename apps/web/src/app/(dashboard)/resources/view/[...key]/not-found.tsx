"use client";

import { resourceKey as keyOf } from "@pragma/contract";
import { usePathname, useRouter } from "next/navigation";
import { useLiveRefresh } from "~/features/live/use-live-refresh.ts";
import { ResourceGone } from "~/features/resource/resource-gone.tsx";
import { keyOfSegments } from "~/lib/hrefs.ts";

/** In place of a resource that does not exist; if it comes into being, the page comes. */
export default function ResourceNotFound() {
  const router = useRouter();
  const key = keyOfSegments(usePathname().split("/").slice(3));
  useLiveRefresh(
    () => router.refresh(),
    (change) => keyOf(change) === key,
  );
  return <ResourceGone resourceKey={key} wasHere={false} />;
}
