"use client";

import Link from "next/link";
import { buttonVariants } from "~/components/ui/button-variants.ts";
import { Card } from "~/components/ui/card.tsx";
import { usePerson } from "~/features/shell/person.tsx";
import { INSTALLATION } from "~/lib/installation-path.ts";

/** Leads operators to what was on this page before. */
export function InstallationLink() {
  if (!usePerson().operator) return null;
  return (
    <Card className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
      <p className="min-w-0 flex-1 basis-48 text-ink-soft">
        You are an operator: organizations, their limits, operators and addresses to confirm are on a page of their own.
      </p>
      <Link href={INSTALLATION} prefetch={false} className={buttonVariants()}>
        Installation
      </Link>
    </Card>
  );
}
