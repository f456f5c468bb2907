import { changeTitle, type Finding } from "@pragma/contract";
import type { RouterOutputs } from "@pragma/trpc";
import { changeHref, failureGroupHref, providerHref, resourceHref, resourcesHref } from "~/lib/hrefs.ts";

type Attention = RouterOutputs["overview"]["attention"];
type Overdue = Attention["overdue"][number];
type ProviderProblem = Attention["providers"][number];
type FindingCount = Attention["findings"][number];

/** Data of the panel, as far as it is known. */
export interface AttentionFacts {
  failures?: RouterOutputs["deadLetters"]["groups"] | undefined;
  attention?: Attention | undefined;
  changes?: RouterOutputs["changes"]["list"]["items"] | undefined;
  /** Ids of those of them that wait for something outside. */
  blocked?: ReadonlySet<string> | undefined;
  /** How many resources are failed. */
  failed?: number | undefined;
}

/** One line: what it is, a title of few words, what it says, since when, and where it leads. */
export interface AttentionItem {
  id: string;
  kind: "failure" | "overdue" | "provider" | "drift" | "change";
  title: string;
  text: string;
  /** Null if that is not known. */
  since: string | null;
  href: string;
}

/** How many kinds of failures are named. */
const MOST_FAILURES = 5;

/** Items that need a person first, those merely under way last. */
export function attentionItems({
  failures,
  attention,
  changes = [],
  blocked = new Set(),
  failed = 0,
}: AttentionFacts): AttentionItem[] {
  return [
    ...(failures?.length === 0 && failed > 0 ? [withoutFailure(failed)] : []),
    ...(failures ?? []).slice(0, MOST_FAILURES).map(({ kind, example, count, last_failed_at }) => ({
      id: kind,
      kind: "failure" as const,
      title: `${count.toLocaleString("en")} failed`,
      text: example,
      since: last_failed_at,
      href: failureGroupHref(kind),
    })),
    ...(attention?.providers ?? []).map(providerItem),
    ...(attention?.findings ?? []).map(findingItem),
    ...(attention?.overdue ?? []).map(overdueItem),
    ...changes.map(({ id, applied_at, created_at, ...change }) => ({
      id,
      kind: "change" as const,
      title: blocked.has(id) ? "Change is blocked" : "Change is running",
      text: changeTitle(change),
      since: applied_at ?? created_at,
      href: changeHref(id),
    })),
  ];
}

/** Their failures were deleted: they stay as they are. */
function withoutFailure(failed: number): AttentionItem {
  return {
    id: "failed",
    kind: "failure",
    title: `${failed.toLocaleString("en")} failed`,
    text: failed === 1 ? "a resource whose failure was deleted" : "resources whose failures were deleted",
    since: null,
    href: resourcesHref({ state: "failed" }),
  };
}

/** How many overdue changes there are besides those that are named. */
export function unnamedOverdue(attention: Attention | undefined): number {
  return attention === undefined ? 0 : attention.overdue_total - attention.overdue.length;
}

const PROBLEMS: Record<ProviderProblem["problem"], string> = {
  unhealthy: "Provider unhealthy",
  not_deployed: "Deployment failed",
  unserved: "No worker",
};

function providerItem({ provider, problem, message, since }: ProviderProblem): AttentionItem {
  const words = problem === "unserved" ? `no running worker serves ${message}` : message;
  return {
    id: `provider ${provider}`,
    kind: "provider",
    title: PROBLEMS[problem],
    text: words === null ? provider : `${provider}: ${words}`,
    since,
    href: providerHref(provider),
  };
}

const FOUND: Record<Finding, string> = {
  drifted: "changed outside Pragma",
  missing: "deleted outside Pragma",
};

function findingItem({ found, count, example }: FindingCount): AttentionItem {
  const others = count - 1;
  const more = others === 0 ? "" : ` and ${others.toLocaleString("en")} more`;
  return {
    id: `drift ${found}`,
    kind: "drift",
    title: `${count.toLocaleString("en")} ${found}`,
    text: `${example}${more}: ${FOUND[found]}`,
    since: null,
    href: resourcesHref({ drift: found }),
  };
}

const STANDINGS: Record<Overdue["standing"], string> = {
  processing: "Slow",
  retrying: "Retrying",
  waiting: "Stuck",
  queued: "Queued",
};

function overdueItem(overdue: Overdue): AttentionItem {
  const { key, standing, since } = overdue;
  return {
    id: `resource ${key}`,
    kind: "overdue",
    title: STANDINGS[standing],
    text: `${key}: ${REASONS[standing](overdue)}`,
    since,
    href: resourceHref(key),
  };
}

const REASONS: Record<Overdue["standing"], (overdue: Overdue) => string> = {
  processing: ({ attempt }) => `its provider is working on it, attempt ${attempt}`,
  retrying: ({ attempt, error }) => `attempt ${attempt} failed${error === null ? "" : `: ${error}`}`,
  waiting: ({ waits_for: awaited }) =>
    awaited === null
      ? "waits for other resources"
      : `waits for ${awaited.key} (${awaited.lifecycle_state ?? "absent"})`,
  queued: ({ attempt }) => (attempt === 0 ? "no worker has taken it yet" : "its next attempt is due"),
};
