"use client";

import type { Role, Scope } from "@pragma/contract";
import { createContext, type ReactNode, use } from "react";

/** Who looks at the dashboard, and at which organization. */
export interface Viewer {
  userId: string;
  email: string;
  name: string | null;
  organizations: { id: string; name: string; role: Role }[];
  organizationId: string;
  organizationName: string;
  role: Role;
  scopes: Scope[];
}

const ViewerContext = createContext<Viewer | null>(null);

export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

/** @throws Error outside of the dashboard's layout */
export function useViewer(): Viewer {
  const viewer = use(ViewerContext);
  if (!viewer) throw new Error("There is no viewer outside of the dashboard's layout");
  return viewer;
}

/** Whether the viewer's role has a scope. The server decides; this only spares them what would be refused. */
export function useCan(scope: Scope): boolean {
  return useViewer().scopes.includes(scope);
}
