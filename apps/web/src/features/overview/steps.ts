import type { Scope } from "@pragma/contract";
import type { RouterOutputs } from "@pragma/trpc";
import { newResourceHref, resourcesHref } from "../../lib/hrefs.ts";
import type { Viewer } from "../shell/viewer.tsx";

export type Checklist = RouterOutputs["overview"]["checklist"];

export interface Step {
  title: string;
  text: string;
  /** A command to paste into a terminal. */
  command?: string;
  href: string;
  /** The example can be applied with one click. */
  hasExample?: true;
  /** Name of the link's target. */
  action: string;
  /** Where the guides tell of it. */
  guide: string;
  isDone: boolean;
}

interface StepOfRole extends Step {
  scope: Scope;
}

/**
 * The steps from an empty organization to the first ready resource and beyond, as far as a role allows.
 * @param example the command that applies the example
 */
export function stepsFor(checklist: Checklist, { scopes }: Pick<Viewer, "scopes">, example: string): Step[] {
  const all: StepOfRole[] = [
    {
      title: "Create a token",
      text: "The API and the command line identify you by it.",
      href: "/tokens",
      action: "Tokens",
      guide: "rest#a-token",
      isDone: checklist.token_created,
      scope: "tokens:write",
    },
    {
      title: "Create a resource",
      text: "Start with a secret, or apply the example here: four resources that use each other, as one change. A larger one, a whole shop, is applied from the repository's folder:",
      command: example,
      hasExample: true,
      href: newResourceHref({ type: "pragma/secret" }),
      action: "New secret",
      guide: "quick-start#declare-something",
      isDone: checklist.resource_applied,
      scope: "resources:write",
    },
    {
      title: "See it ready",
      text: checklist.worker_alive
        ? "A worker hands it to its provider. Ready means that it exists."
        : "No worker is running: it waits until one is started.",
      href: resourcesHref(),
      action: "Resources",
      guide: "concepts#states",
      isDone: checklist.resource_ready,
      scope: "resources:write",
    },
    {
      title: "Invite someone",
      text: "They see the same resources and can do what their role allows.",
      href: "/members",
      action: "Members",
      guide: "concepts#organizations-roles-and-tokens",
      isDone: checklist.member_joined,
      scope: "providers:write",
    },
    {
      title: "Push a provider",
      text: "Define your own types in a TypeScript package.",
      href: "/providers",
      action: "Providers",
      guide: "providers#from-nothing-to-a-resource",
      isDone: checklist.provider_pushed,
      scope: "providers:write",
    },
  ];
  return all.filter(({ scope }) => scopes.includes(scope));
}
