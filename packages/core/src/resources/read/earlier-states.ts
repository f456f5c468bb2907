import { connectionRef, type JsonObject, type ResourceRef } from "@pragma/contract";
import { findResource, type HistoryRow, type IdRange, listHistory, type ResourceRow } from "@pragma/db/queries";
import {
  type Change,
  containsMask,
  getPath,
  type Json,
  MASK,
  maskJson,
  type Path,
  parsePath,
  undoChanges,
} from "@pragma/language";
import { notFound } from "../../foundation/common/errors.ts";
import { BATCH_BYTES } from "../../foundation/common/list-bounds.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** Entries of a history that are read at once, and at most. */
const PAGE = 500;
const MAX_ENTRIES = 20_000;
/** Each is in vain only if the resource was written meanwhile. */
const MAX_TRIES = 3;

const UNDONE = new Set(["config", "connection", "dependencies"]);

/** The state of a resource at a generation, as far as that is kept. Masked. */
export interface EarlierState {
  config: JsonObject;
  dependencies: ResourceRef[];
  connection: ResourceRef | null;
  /** Where sensitive values were changed since. */
  masked: Path[];
}

/** The states that were found, by generation; and of the first that was not, why. */
export interface EarlierStates {
  states: ReadonlyMap<number, EarlierState>;
  missing: { generation: number; why: string } | null;
}

/**
 * A resource, and what it was at some generations.
 * @param id internal or friendly id
 * @param generationsOf which ones, of the resource as it is
 * @throws DomainError not_found
 */
export async function readEarlierStates(
  core: Core,
  organizationId: string,
  id: string,
  generationsOf: (row: ResourceRow) => readonly number[],
): Promise<EarlierStates & { row: ResourceRow }> {
  const tenant = core.db.tenant(organizationId);
  for (let tries = 1; ; tries++) {
    const row = await findResource(tenant, id);
    if (!row) throw notFound("Resource");
    const found = await findEarlierStates(core, organizationId, row, generationsOf(row));
    // Its history is read after it: what was written in between does not lead to what was read of it.
    if (tries === MAX_TRIES || (await findResource(tenant, id))?.version === row.version) return { ...found, row };
  }
}

/**
 * The states are found by undoing what its history says was changed since, newest first, entry by entry: a long one fits no
 * memory. Tags, owners and protection belong to no generation.
 */
async function findEarlierStates(
  core: Core,
  organizationId: string,
  row: ResourceRow,
  generations: readonly number[],
): Promise<EarlierStates> {
  const states = new Map<number, EarlierState>();
  const wanted = new Set(generations);
  const masked: Path[] = [];
  const state: JsonObject = {
    config: maskJson(JSON.parse(row.config) as Json),
    dependencies: JSON.parse(row.dependencies) as Json,
    connection: row.connection === null ? null : { ...connectionRef(row.connection) },
  };
  const reach = (generation: number): boolean => {
    if (wanted.delete(generation))
      states.set(generation, { ...structuredClone(state), masked: [...masked] } as unknown as EarlierState);
    return wanted.size === 0;
  };
  const stop = (why: string): EarlierStates => ({ states, missing: { generation: Math.max(0, ...wanted), why } });
  // A draft that was discarded had a generation of its own.
  if (Math.max(row.generation, row.discarded_generation ?? 0) < Math.max(0, ...wanted))
    return stop("it has not come that far");
  if (reach(row.generation)) return { states, missing: null };
  for await (const entry of entriesOf(core, organizationId, row.key)) {
    if (reach(entry.generation)) return { states, missing: null };
    // The first entry of this resource: what is older tells of another one of the same name.
    if (entry.event_type === "CREATE" && entry.from_state === null) break;
    // What was found of the thing was never declared.
    if (entry.event_type === "DRIFT") continue;
    const changes = undoable(state, JSON.parse(entry.changes) as Change[], masked);
    if (!undoChanges(state, changes, UNDONE)) return stop("its history does not lead back to it");
  }
  return stop("its history no longer reaches back to it");
}

/**
 * The changes that can be undone in a state: what lies inside a value that is masked as a whole by now stays part of that.
 * @param masked takes the places of sensitive values that were changed
 */
function undoable(state: JsonObject, changes: readonly Change[], masked: Path[]): Change[] {
  return changes.filter(({ path: text, before }) => {
    const path = parsePath(text) ?? [];
    const above = maskedAbove(state, path);
    if (above) masked.push(above);
    else if (containsMask(before)) masked.push(path);
    return above === null;
  });
}

function maskedAbove(state: Json, path: Path): Path | null {
  let value: Json | undefined = state;
  for (const [steps, step] of path.entries()) {
    if (value === MASK) return path.slice(0, steps);
    value = getPath(value, [step]);
    if (value === undefined) return null;
  }
  return null;
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
