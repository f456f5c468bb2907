"use client";

import type { Role, Scope } from "@pragma/contract";
import { createContext, type ReactNode, use } from "react";

/** The viewer of an organization's pages, and the organization. */
export interface Viewer {
  userId: string;
  /** All organizations that they may view. */
  organizations: { id: string; slug: string; name: string; role: Role }[];
  organizationId: string;
  organizationSlug: string;
  organizationName: string;
  role: Role;
  scopes: Scope[];
}

const ViewerContext = createContext<Viewer | null>(null);

export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

/** @throws Error outside of an organization's pages */
export function useViewer(): Viewer {
  const viewer = use(ViewerContext);
  if (!viewer) throw new Error("There is no viewer outside of an organization's pages");
  return viewer;
}

/** Whether the viewer's role has a scope. The server decides; this only hides actions that would be refused. */
export function useCan(scope: Scope): boolean {
  return useViewer().scopes.includes(scope);
}
