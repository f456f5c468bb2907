"use client";

import { useRouter } from "next/navigation";
import { useOrganizationPath } from "~/features/shell/use-organization-path.ts";
import { changeHref } from "~/lib/hrefs.ts";
import { leaveBy } from "~/lib/leave-request.ts";
import { toast } from "~/lib/toast.ts";

/** Says that a change was applied, where its page is not the next one, and leads there. */
export function useAppliedToast(): (id: string) => void {
  const router = useRouter();
  const path = useOrganizationPath();
  return (id) => {
    const go = (): void => leaveBy(() => router.push(path(changeHref(id))));
    toast.success("Applied", { action: { label: "View change", onClick: go } });
  };
}
