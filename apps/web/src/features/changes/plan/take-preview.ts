import type {
  ChangeInput,
  DriftChoice,
  MatchingDeletion,
  ResourceEditInput,
  ResourceSelection,
} from "@pragma/contract";
import type { RouterInputs } from "@pragma/trpc";
import type { useTRPCClient } from "~/trpc/client.tsx";
import type { ShownPreview } from "../types.ts";
import { idsToReapply } from "./ids-to-reapply.ts";
import { cutWords, listIds } from "./list-ids.ts";

/** Input of a deletion: resources by name, or all that match a filter. */
export type DeletionInput = Omit<ChangeInput, "apply" | "basis" | "source"> | { matching: MatchingDeletion };

/** Input that is previewed, then carried out: documents and deletions, one edit of many resources, or a way back. */
export type PreviewedInput =
  | DeletionInput
  | ResourceEditInput
  | { reapplyAll: TypeToReapply }
  | { driftOf: DriftToDecide }
  | { revert: RouterInputs["changes"]["previewRevert"] }
  | { rollBack: RouterInputs["changes"]["previewRollBack"] };

/** All that is sent to its provider once more, but for drafts. */
export interface TypeToReapply {
  provider: string;
  resource: string;
}

/** What is done about the drift of resources. */
export interface DriftToDecide {
  choice: DriftChoice;
  selections: readonly ResourceSelection[];
  message: string;
}

/** A preview, and the way to apply exactly that. */
export interface Review {
  preview: ShownPreview;
  /** Omissions of the preview. */
  note?: string;
  /** Applies it, or saves it as a plan. @throws stale_preview if it would do anything else by now; nothing was written then */
  carryOut: (how: CarryOut) => Promise<{ id: string }>;
}

export type CarryOut = "apply" | "plan";

/** Whether what cannot be changed may be replaced. */
export interface ReplaceLeave {
  mayReplace: boolean;
}

/** Asks what something would do. Nothing of that is left on the server. */
export async function takePreview(
  client: ReturnType<typeof useTRPCClient>,
  input: PreviewedInput,
  leave: ReplaceLeave,
): Promise<Review> {
  const { changes } = client;
  const leaves = leave.mayReplace ? { allow_replace: true as const } : {};
  if ("matching" in input) {
    const preview = await changes.previewDeletion.mutate(input.matching);
    return { preview, carryOut: (how) => changes.planDeletion.mutate({ ...input.matching, ...asSeen(preview, how) }) };
  }
  if ("reapplyAll" in input) {
    const { ids, note } = await idsToReapply(client, input.reapplyAll);
    const { provider, resource } = input.reapplyAll;
    const message = `Re-run all of ${provider}/${resource}`;
    const review = await takePreview(client, { reapply: ids, message }, leave);
    return note === undefined ? review : { ...review, note };
  }
  if ("driftOf" in input) {
    const { choice, selections, message } = input.driftOf;
    const named = selections.flatMap(({ resources = [] }) => resources);
    const filters = selections.flatMap(({ filter }) => filter ?? []);
    const { ids: found, isCut } = await listIds(client, filters);
    const ids = [...named, ...found];
    if (ids.length === 0) throw new Error("None of them has drift any more");
    const drift = ids.map((resource) => ({ resource, choice }));
    const review = await takePreview(client, { drift, message }, leave);
    return isCut ? { ...review, note: cutWords("Select the others once this is done.") } : review;
  }
  if ("revert" in input) {
    const revert = { ...input.revert, ...leaves };
    const preview = await changes.previewRevert.mutate(revert);
    return { preview, carryOut: (how) => changes.revert.mutate({ ...revert, ...asSeen(preview, how) }) };
  }
  if ("rollBack" in input) {
    const rollBack = { ...input.rollBack, ...leaves };
    const { staying, ...preview } = await changes.previewRollBack.mutate(rollBack);
    const carryOut = (how: CarryOut) => changes.rollBack.mutate({ ...rollBack, ...asSeen(preview, how) });
    return { preview, carryOut, ...(staying.length > 0 ? { note: stayingWords(staying) } : {}) };
  }
  if ("resources" in input || "filter" in input) {
    const edit = { ...input, ...leaves };
    const preview = await changes.previewEdit.mutate(edit);
    return { preview, carryOut: (how) => changes.planEdit.mutate({ ...edit, ...asSeen(preview, how) }) };
  }
  const change = { ...input, ...leaves, source: { kind: "dashboard" as const } };
  const preview = await changes.preview.mutate(change);
  return { preview, carryOut: (how) => changes.plan.mutate({ ...change, ...asSeen(preview, how) }) };
}

function asSeen({ basis }: ShownPreview, how: CarryOut) {
  return { basis, ...(how === "apply" ? { apply: true } : {}) };
}

const NAMED = 5;

/** Names the values that a rollback cannot bring back. */
function stayingWords(paths: readonly string[]): string {
  const named = paths.slice(0, NAMED).join(", ");
  const more = paths.length > NAMED ? ` and ${paths.length - NAMED} more` : "";
  return `The history keeps no sensitive values: ${named}${more} ${paths.length === 1 ? "stays as it is" : "stay as they are"}.`;
}
