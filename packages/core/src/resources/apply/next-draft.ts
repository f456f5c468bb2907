import type { ApplyInput, Json, JsonObject } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import type { Envelope } from "@pragma/language";
import { type AppliedEvent, applierContext } from "../../foundation/callers/applier-context.ts";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { OrganizationTypes } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { Change } from "../lifecycle/index.ts";
import { compareApply, decideCompared } from "./prepare-apply.ts";

/** A draft that waits until the config of a generation has succeeded. */
export interface NextDraft {
  config: JsonObject;
  depends_on: readonly string[];
  /** Key of its connection, null for none; absent, it stays. */
  connection?: string | null;
  /** Texts that stay sensitive wherever they appear. */
  secrets: readonly string[];
}

/** The column `next_draft`: the draft is sealed as a whole, so no change of its type concerns it while it waits. */
export interface StoredNextDraft {
  generation: number;
  draft: Envelope;
}

/** A resource with such a draft. */
export type WaitingRow = ResourceRow & { next_draft: string };

export function hasNextDraft(row: ResourceRow): row is WaitingRow {
  return row.next_draft !== null;
}

/** On whose behalf the draft is staged: whoever has applied what runs, as part of the same change. */
export function stagerOf(
  { key, applied_by: appliedBy, change_id }: WaitingRow,
  event: Omit<AppliedEvent, "key" | "appliedBy">,
): RequestContext {
  const { via: _, ...context } = applierContext({ ...event, key, appliedBy });
  return change_id === null ? context : { ...context, changeId: change_id };
}

/** The column for a draft that waits for a generation. */
export function sealNextDraft(core: Core, organizationId: string, generation: number, draft: NextDraft): string {
  const { config, depends_on, connection, secrets } = draft;
  const kept = { config, depends_on, ...(connection === undefined ? {} : { connection }), secrets };
  const sealed = core.services.keyring.box(organizationId).seal(kept as unknown as Json);
  const stored: StoredNextDraft = { generation, draft: sealed };
  return JSON.stringify(stored);
}

/**
 * The column, if the draft waits for what the row wants. A program of an earlier release leaves it behind when it applies
 * another config.
 */
export function readNextDraft({ next_draft, generation }: ResourceRow): StoredNextDraft | undefined {
  const stored = next_draft === null ? undefined : (JSON.parse(next_draft) as StoredNextDraft);
  return stored?.generation === generation ? stored : undefined;
}

/** @throws DecryptionError */
export function openNextDraft(core: Core, organizationId: string, { draft }: StoredNextDraft): NextDraft {
  return core.services.keyring.box(organizationId).open(draft) as unknown as NextDraft;
}

/**
 * Plans the staging of a draft whose resource has succeeded.
 * @param row as it is once it has succeeded
 * @returns undefined if the draft waits for another config
 * @throws DecryptionError, DomainError if it can be read no longer
 */
export async function planNextDraft(
  core: Core,
  context: RequestContext,
  row: WaitingRow,
  types: OrganizationTypes,
): Promise<Change | undefined> {
  const stored = readNextDraft(row);
  if (!stored) return undefined;
  const { config, depends_on, connection, secrets } = openNextDraft(core, context.organizationId, stored);
  const { provider, resource, name } = row;
  const input: ApplyInput = {
    provider,
    resource,
    name,
    config,
    depends_on: [...depends_on],
    lifecycle_state: "draft",
    ...(connection === undefined ? {} : { connection }),
  };
  // It is a draft also where it says what runs.
  const compared = compareApply({ existing: row, types }, core, context, input, { secrets, changed: true });
  return (await decideCompared(compared, core, context, input)).plan;
}
