import type { JsonObject, ResourceRef } from "@pragma/contract";
import { type HistoryRow, type IdRange, listHistory, type ResourceRow } from "@pragma/db/queries";
import { type Change, containsMask, type Json, maskJson, type Path, parsePath, undoChanges } from "@pragma/language";
import { BATCH_BYTES } from "../../common/list-bounds.ts";
import type { Core } from "../../unit-of-work/core.ts";

/** Entries of a history that are read at once, and at most. */
const PAGE = 500;
const MAX_ENTRIES = 20_000;

const UNDONE = new Set(["config", "dependencies"]);

/** What a resource was, as far as a generation has it. Masked. */
export interface EarlierState {
  config: JsonObject;
  dependencies: ResourceRef[];
  /** Where sensitive values were changed since. */
  masked: Path[];
}

/** The states that were found, by generation; and of the first that was not, why. */
export interface EarlierStates {
  states: ReadonlyMap<number, EarlierState>;
  missing: { generation: number; why: string } | null;
}

/**
 * What a resource was at some generations. They are found by undoing what its history says was changed since, newest first,
 * entry by entry: a long one fits no memory. Tags, owners and protection belong to no generation.
 */
export async function findEarlierStates(
  core: Core,
  organizationId: string,
  row: ResourceRow,
  generations: readonly number[],
): Promise<EarlierStates> {
  const states = new Map<number, EarlierState>();
  const wanted = [...new Set(generations)].sort((one, other) => other - one);
  const masked: Path[] = [];
  const state: JsonObject = {
    config: maskJson(JSON.parse(row.config) as Json),
    dependencies: JSON.parse(row.dependencies) as Json,
  };
  const reach = (generation: number): boolean => {
    if (wanted[0] !== generation) return wanted.length === 0;
    states.set(generation, { ...structuredClone(state), masked: [...masked] } as unknown as EarlierState);
    wanted.shift();
    return wanted.length === 0;
  };
  const stop = (why: string): EarlierStates => ({ states, missing: { generation: wanted[0] ?? 0, why } });
  if (row.generation < (wanted[0] ?? 0)) return stop("it has not come that far");
  if (reach(row.generation)) return { states, missing: null };
  for await (const entry of entriesOf(core, organizationId, row.key)) {
    if (reach(entry.generation)) return { states, missing: null };
    // The first entry of this resource: what is older tells of another one of the same name.
    if (entry.event_type === "CREATE" && entry.from_state === null) break;
    const changes = JSON.parse(entry.changes) as Change[];
    for (const { path, before } of changes) if (containsMask(before)) masked.push(parsePath(path) ?? []);
    if (!undoChanges(state, changes, UNDONE)) return stop("its history does not lead back to it");
  }
  return stop("its history no longer reaches back to it");
}

async function* entriesOf(core: Core, organizationId: string, key: string): AsyncGenerator<HistoryRow> {
  const range: IdRange = {};
  for (let read = 0; read < MAX_ENTRIES; ) {
    const { rows, more } = await listHistory(core.db.tenant(organizationId), key, range, {
      limit: PAGE,
      bytes: BATCH_BYTES,
    });
    yield* rows;
    if (!more) return;
    read += rows.length;
    range.before = rows.at(-1)?.id;
  }
}
