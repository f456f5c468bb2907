import { isFailed, type Resource } from "@pragma/contract";

export const RESOURCE_TABS = [
  { value: "overview", label: "Overview" },
  { value: "history", label: "History" },
  { value: "logs", label: "Logs" },
  { value: "health", label: "Health" },
  { value: "failure", label: "Failure" },
] as const;

export type ResourceTab = (typeof RESOURCE_TABS)[number]["value"];

/**
 * The tabs that have something to show: types of the platform itself log nothing, only some providers know the health of
 * their objects, and only what failed has a failure to look into.
 * @param capabilities of the type
 * @param current is always among them, so that a link to it leads there
 */
export function tabsOf(
  { provider, lifecycle_state: state, error }: Resource,
  capabilities: readonly string[],
  current: ResourceTab,
): readonly { value: ResourceTab; label: string }[] {
  const has: Record<ResourceTab, boolean> = {
    overview: true,
    history: true,
    logs: provider !== "pragma",
    health: capabilities.includes("health"),
    failure: isFailed(state) || error !== null,
  };
  return RESOURCE_TABS.filter(({ value }) => has[value] || value === current);
}
