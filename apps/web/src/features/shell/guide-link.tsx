"use client";

import { CircleQuestionMark } from "lucide-react";
import { usePathname } from "next/navigation";
import { Button } from "~/components/ui/button.tsx";
import { guideHref } from "~/lib/hrefs.ts";
import { splitOrganizationPath } from "~/lib/organization-path.ts";
import { guidePlaceOf } from "./guide-places.ts";
import { Link } from "./link.tsx";

/** Leads to what the guides tell of the page that is open. */
export function GuideLink() {
  const path = splitOrganizationPath(usePathname())?.within ?? "/";
  return (
    <Button asChild variant="ghost" size="icon">
      <Link
        href={guideHref(guidePlaceOf(path))}
        prefetch={false}
        aria-label="Guide to this page"
        title="Guide to this page"
      >
        <CircleQuestionMark aria-hidden />
      </Link>
    </Button>
  );
}
