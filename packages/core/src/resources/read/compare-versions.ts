import type { VersionChange, VersionComparison } from "@pragma/contract";
import { diffJson, formatPath, type Json, MASK, maskedPaths, type Path, PathTree, resourceId } from "@pragma/language";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { type EarlierState, readEarlierStates } from "./earlier-states.ts";

/** Generations: that before `to`, and the current one, if left out. */
export interface Versions {
  from?: number | undefined;
  to?: number | undefined;
}

/**
 * How the config and the dependencies of one generation differ from those of another, as they were written. The history keeps
 * no sensitive value: one that was replaced between them is told as changed, even if it was changed back.
 * @param id internal or friendly id
 * @throws DomainError not_found; conflict if the history does not lead back to one of them
 */
export async function compareVersions(
  core: Core,
  context: RequestContext,
  id: string,
  asked: Versions,
): Promise<VersionComparison> {
  const { organizationId } = context;
  const asksFor = ({ generation }: { generation: number }): [from: number, to: number] => {
    const { to = generation } = asked;
    return [asked.from ?? Math.max(1, to - 1), to];
  };
  const { row, states, missing } = await core.reading(organizationId, (reader) =>
    readEarlierStates(reader, organizationId, id, asksFor),
  );
  const [from, to] = asksFor(row);
  const before = states.get(from);
  const after = states.get(to);
  if (!before || !after) {
    const facts = { resource_id: row.id };
    throw new DomainError(
      "conflict",
      `Generation ${missing?.generation} of ${resourceId(row)} cannot be shown: ${missing?.why}`,
      facts,
    );
  }
  return { from, to, changes: changesBetween(before, after) };
}

function changesBetween(before: EarlierState, after: EarlierState): VersionChange[] {
  const [older, newer] = before.masked.length >= after.masked.length ? [before, after] : [after, before];
  const replaced = new PathTree(older.masked.slice(newer.masked.length));
  const both = new Set(secretsOf(before).map(formatPath));
  const secrets = secretsOf(after).filter((path) => replaced.touches(path) && both.has(formatPath(path)));
  return [
    ...diffJson(stateOf(before), stateOf(after)).map(({ path, before: was = null, after: is = null }) => ({
      ...{ path, before: was, after: is },
      ...(was === MASK || is === MASK ? { sensitive: true as const } : {}),
    })),
    ...secrets.map((path) => ({ path: formatPath(path), before: MASK, after: MASK, sensitive: true as const })),
  ];
}

function stateOf({ config, dependencies }: EarlierState): Json {
  return { config, dependencies: dependencies as unknown as Json };
}

function secretsOf({ config }: EarlierState): Path[] {
  return maskedPaths(config).map((path): Path => ["config", ...path]);
}
