"use client";

import { usePathname } from "next/navigation";
import { cn } from "~/lib/class-names.ts";
import { splitOrganizationPath } from "~/lib/organization-path.ts";
import { Link } from "../link.tsx";
import { isCurrent, NAVIGATION } from "../navigation-items.ts";
import { useViewer } from "../viewer.tsx";
import { FailureCount } from "./failure-count.tsx";

/** The main navigation: a column on large screens, inside the drawer on small ones. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const pathname = splitOrganizationPath(usePathname())?.within ?? "/";
  const { scopes } = useViewer();
  return (
    <nav aria-label="Main" className="flex flex-col gap-5">
      {NAVIGATION.map((group) => (
        <div key={group.label}>
          <p className="mb-1 px-2.5 text-xs font-medium text-ink-faint">{group.label}</p>
          <ul className="flex flex-col gap-0.5">
            {group.items
              .filter(({ scope }) => scope === undefined || scopes.includes(scope))
              .map(({ href, label, icon: Icon }) => {
                const current = isCurrent(href, pathname);
                return (
                  <li key={href}>
                    <Link
                      href={href}
                      onClick={onNavigate}
                      aria-current={current ? "page" : undefined}
                      className={cn(
                        "flex h-9 items-center gap-2.5 rounded-md px-2.5 text-sm font-medium",
                        current ? "bg-accent-soft text-accent-text" : "text-ink-soft hover:bg-sunken hover:text-ink",
                      )}
                    >
                      <Icon className="size-4" aria-hidden />
                      {label}
                      {href === "/failures" ? <FailureCount /> : null}
                    </Link>
                  </li>
                );
              })}
          </ul>
        </div>
      ))}
    </nav>
  );
}
