"use client";

import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useEffect } from "react";
import { Button } from "~/components/ui/button.tsx";
import { ConnectionBanner } from "~/features/live/connection-banner.tsx";
import { startConnection } from "~/lib/connection/start-connection.ts";
import { HOME, organizationPath } from "~/lib/organization-path.ts";
import { Logo } from "../logo.tsx";
import { type Person, PersonProvider } from "../person.tsx";
import { SkipLink } from "./skip-link.tsx";
import { ThemeToggle } from "./theme-toggle.tsx";
import { Toasts } from "./toasts.tsx";
import { UserMenu } from "./user-menu.tsx";

export interface AccountShellProps {
  person: Person;
  /** The target of the back link. */
  lastOrganization: { slug: string; name: string } | null;
  children: ReactNode;
}

/** The frame of pages outside of organizations. */
export function AccountShell({ person, lastOrganization, children }: AccountShellProps) {
  useEffect(startConnection, []);
  return (
    <PersonProvider person={person}>
      <SkipLink />
      <header className="sticky top-0 z-30 flex h-14 items-center gap-3 border-b border-line bg-surface/95 px-4 backdrop-blur sm:px-6">
        <Link href={HOME} prefetch={false} aria-label="Pragma, organizations">
          <Logo />
        </Link>
        {lastOrganization ? (
          <Button asChild variant="ghost" size="small" className="min-w-0 shrink">
            <Link href={organizationPath(lastOrganization.slug)} prefetch={false}>
              <ArrowLeft aria-hidden />
              <span className="truncate">Back to {lastOrganization.name}</span>
            </Link>
          </Button>
        ) : null}
        <div className="ml-auto flex items-center gap-1">
          <ThemeToggle />
          <UserMenu />
        </div>
      </header>
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto max-w-5xl px-4 pt-5 pb-[calc(1.25rem+var(--banner-room,0px))] outline-none sm:px-6"
      >
        {children}
      </main>
      <Toasts />
      <ConnectionBanner />
    </PersonProvider>
  );
}
