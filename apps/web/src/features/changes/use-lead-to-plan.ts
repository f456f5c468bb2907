"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useOrganizationPath } from "~/features/shell/use-organization-path.ts";
import { changeHref } from "~/lib/hrefs.ts";
import { leaveBy } from "~/lib/leave-request.ts";
import { toast } from "~/lib/toast.ts";

/** Leads to a plan once it is made. Who has gone elsewhere by then stays there, and is told of it. */
export function useLeadToPlan(): (id: string) => void {
  const router = useRouter();
  const path = useOrganizationPath();
  const isThere = useRef(false);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
    };
  }, []);
  return (id) => {
    const go = (): void => leaveBy(() => router.push(path(changeHref(id))));
    if (isThere.current) go();
    else toast.success("The plan is ready", { action: { label: "View plan", onClick: go } });
  };
}
