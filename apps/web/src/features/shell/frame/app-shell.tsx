"use client";

import { Menu as MenuIcon, Search } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { ShortcutsDialog } from "~/features/keyboard/shortcuts-dialog.tsx";
import { useListKeys } from "~/features/keyboard/use-list-keys.ts";
import { ConnectionBanner } from "~/features/live/connection-banner.tsx";
import { LiveIndicator } from "~/features/live/live-indicator.tsx";
import { LiveProvider } from "~/features/live/live-provider.tsx";
import { startConnection } from "~/lib/connection/start-connection.ts";
import { loadPart } from "~/lib/load-part.ts";
import { GuideLink } from "../guide-link.tsx";
import { Link } from "../link.tsx";
import { Logo } from "../logo.tsx";
import { CommandPalette } from "../palette/command-palette.tsx";
import { type Person, PersonProvider } from "../person.tsx";
import { type Viewer, ViewerProvider } from "../viewer.tsx";
import { Navigation } from "./navigation.tsx";
import { OrganizationSwitcher } from "./organization-switcher.tsx";
import { PendingBar } from "./pending-bar.tsx";
import { SkipLink } from "./skip-link.tsx";
import { ThemeToggle } from "./theme-toggle.tsx";
import { Toasts } from "./toasts.tsx";
import { UserMenu } from "./user-menu.tsx";

/** Loaded when it is first opened, on a screen too narrow for the navigation beside the page. */
const NavigationDrawer = dynamic(
  () => loadPart(() => import("./navigation-drawer.tsx")).then((file) => file.NavigationDrawer),
  {
    ssr: false,
  },
);

interface AppShellProps {
  person: Person;
  viewer: Viewer;
  /** Position before the page was read. */
  streamPosition: string;
  children: ReactNode;
}

/** The frame of every page: navigation, organization, search, theme and the state of the live connection. */
export function AppShell({ person, viewer, streamPosition, children }: AppShellProps) {
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [drawerOpen, setDrawerOpen] = useState(false);
  useListKeys();
  useEffect(startConnection, []);
  return (
    <PersonProvider person={person}>
      <ViewerProvider viewer={viewer}>
        {/* Another organization is another stream. */}
        <LiveProvider key={viewer.organizationId} since={streamPosition}>
          <SkipLink />
          <div className="lg:grid lg:min-h-dvh lg:grid-cols-[15rem_minmax(0,1fr)]">
            <aside className="sticky top-0 hidden h-dvh flex-col gap-5 overflow-y-auto border-r border-line bg-surface px-3 py-4 lg:flex">
              <Link href="/" className="px-2.5" aria-label="Pragma, overview">
                <Logo />
              </Link>
              <OrganizationSwitcher />
              <Navigation />
            </aside>
            <div className="flex min-w-0 flex-col">
              <header className="sticky top-0 z-30 flex h-14 items-center gap-2 border-b border-line bg-surface/95 px-3 backdrop-blur sm:px-6">
                <Button
                  variant="ghost"
                  size="icon"
                  className="lg:hidden"
                  aria-label="Open navigation"
                  aria-haspopup="dialog"
                  aria-expanded={drawerOpen}
                  onClick={() => setDrawerOpen(true)}
                >
                  <MenuIcon aria-hidden />
                </Button>
                {drawerOpen ? <NavigationDrawer onClose={() => setDrawerOpen(false)} /> : null}
                <button
                  type="button"
                  onClick={() => setPaletteOpen(true)}
                  className="flex h-9 w-full max-w-80 items-center gap-2 rounded-md border border-line-strong bg-canvas px-3 text-sm text-ink-faint hover:text-ink"
                >
                  <Search className="size-4" aria-hidden />
                  <span className="flex-1 truncate text-left">Search or jump to…</span>
                  <kbd className="hidden font-sans text-xs sm:inline">Ctrl K</kbd>
                </button>
                <div className="ml-auto flex items-center gap-1">
                  <LiveIndicator />
                  <GuideLink />
                  <ThemeToggle />
                  <UserMenu role={viewer.role} />
                </div>
              </header>
              <main
                id="content"
                tabIndex={-1}
                className="flex-1 px-4 pt-5 pb-[calc(1.25rem+var(--banner-room,0px))] outline-none sm:px-6"
              >
                <PendingBar />
                {children}
              </main>
            </div>
          </div>
          <CommandPalette open={paletteOpen} onOpenChange={setPaletteOpen} />
          <ShortcutsDialog />
          <Toasts />
          <ConnectionBanner besideNavigation />
        </LiveProvider>
      </ViewerProvider>
    </PersonProvider>
  );
}
