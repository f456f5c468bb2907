import type { Scope } from "@pragma/contract";
import {
  Activity,
  BookOpen,
  Boxes,
  Cable,
  GitPullRequestArrow,
  Import,
  KeyRound,
  type LucideIcon,
  Plug,
  ScrollText,
  Settings,
  TriangleAlert,
  Users,
  Waypoints,
} from "lucide-react";

export interface NavigationItem {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Shown to users whose role has this scope. */
  scope?: Scope;
  /** Other search words for the command palette. */
  keywords?: string[];
}

export const NAVIGATION: readonly { label: string; items: readonly NavigationItem[] }[] = [
  {
    label: "Resources",
    items: [
      { href: "/", label: "Overview", icon: Activity, keywords: ["home", "status"] },
      { href: "/resources", label: "Resources", icon: Boxes, scope: "resources:read" },
      { href: "/graph", label: "Graph", icon: Waypoints, scope: "resources:read", keywords: ["dependencies"] },
      {
        href: "/changes",
        label: "Changes",
        icon: GitPullRequestArrow,
        scope: "resources:read",
        keywords: ["plan", "apply", "revert", "sets"],
      },
      {
        href: "/adopt",
        label: "Adopt",
        icon: Import,
        scope: "resources:write",
        keywords: ["import", "discover", "existing", "take over"],
      },
      { href: "/failures", label: "Failures", icon: TriangleAlert, scope: "ops:read", keywords: ["dead letters"] },
    ],
  },
  {
    label: "Platform",
    items: [
      { href: "/providers", label: "Providers", icon: Plug, scope: "providers:read", keywords: ["types", "builds"] },
      {
        href: "/connections",
        label: "Connections",
        icon: Cable,
        scope: "resources:read",
        keywords: ["servers", "endpoints", "credentials"],
      },
      { href: "/audit", label: "Audit", icon: ScrollText, scope: "audit:read", keywords: ["log", "who did what"] },
    ],
  },
  {
    label: "Organization",
    items: [
      { href: "/tokens", label: "Tokens", icon: KeyRound, scope: "tokens:write", keywords: ["api keys"] },
      { href: "/members", label: "Members", icon: Users, keywords: ["people", "invite"] },
      { href: "/settings", label: "Settings", icon: Settings, keywords: ["organization", "rate limit"] },
      { href: "/help", label: "Guides", icon: BookOpen, keywords: ["help", "docs", "documentation"] },
    ],
  },
];

/** Whether a page lies below an entry of the navigation. */
export function isCurrent(href: string, pathname: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
