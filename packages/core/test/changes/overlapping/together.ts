import { DomainError } from "../../../src/foundation/common/errors.ts";
import { violated } from "./invariants.ts";
import { named } from "./named.ts";
import { idOf, keyOf, type Request, someRequest } from "./requests.ts";
import { type Row, settledRows } from "./rows.ts";
import type { Run } from "./run.ts";

/** Two changes at the same moment. @returns for each whether it was applied */
async function atOnce(run: Run, requests: readonly Request[]): Promise<boolean[]> {
  const before = await run.rows();
  const at = run.ledger.tick();
  const bodies = requests.map((request) => named(run, request));
  const ends = await Promise.allSettled(bodies.map((body) => run.changes.applyNow(body)));
  for (const end of ends) if (end.status === "rejected" && !(end.reason instanceof DomainError)) throw end.reason;
  const notes = ends.map((end) => (end.status === "rejected" ? (end.reason as DomainError).code : "done"));
  // One may have undone what the other did.
  const declared = bodies.flatMap(({ documents }) => documents.map(({ name }) => keyOf(name)));
  for (const [index, { message }] of bodies.entries())
    await run.note(`apply ${message}`, before, at, `at once: ${notes[index]}`, declared);
  return ends.map((end) => end.status === "fulfilled");
}

/** One of two that overlap is the last: what both declare is wholly as that one has it. */
export async function applyTogether(run: Run): Promise<void> {
  const rows = await run.rows();
  const requests = [someRequest(run.dice, rows), someRequest(run.dice, rows)] as const;
  const won = await atOnce(run, requests);
  if (!won.every(Boolean)) return;
  const after = await run.rows();
  const faults = requests.map((request, index) => faultsOf(request, after, requests[1 - index] as Request));
  if (faults.every((one) => one.length > 0)) violated(`two at once left a mix: ${faults.flat().join("; ")}`);
}

/** Differences from a change, in what it shares with another one. */
function faultsOf(request: Request, rows: ReadonlyMap<string, Row>, other: Request): string[] {
  const shared = request.documents.filter(
    ({ name }) =>
      other.documents.some((one) => one.name === name) ||
      other.delete.some(({ resource }) => resource.endsWith(`_${name}`)) ||
      (other.prune && other.set === request.set),
  );
  const faults = shared.flatMap(({ provider, resource, name, config }) => {
    const row = rows.get(`${provider}/${resource}/${name}`);
    if (!row || row.is_leaving) return [`${name} goes`];
    return row.config === JSON.stringify(config) ? [] : [`${name} is ${row.config}`];
  });
  if (!request.prune || request.set === undefined || request.set !== other.set) return faults;
  const declared = request.documents.map(({ name }) => name);
  const more = [...rows.values()].filter(
    ({ key, set, is_leaving }) => set === request.set && !is_leaving && !declared.includes(key.split("/")[2] ?? ""),
  );
  return [...faults, ...more.map(({ key }) => `${key} stayed`)];
}

/** Two that each rely on what the other one writes: at most one wins. */
export async function skew(run: Run): Promise<void> {
  const [first, second] = settledRows(await run.rows()).sort(() => (run.dice.chance(0.5) ? 1 : -1));
  if (!first || !second) return;
  const writes = (row: Row, guard: Row): Request => {
    const [provider = "", resource = "", name = ""] = row.key.split("/");
    const config = { ...JSON.parse(row.config), own: 100 + run.ledger.now };
    return {
      documents: [{ provider, resource, name, config }],
      delete: [],
      if_match: { [idOf(guard.key)]: `"${guard.version}"` },
    };
  };
  const won = await atOnce(run, [writes(first, second), writes(second, first)]);
  if (won.every(Boolean)) violated(`both of two that exclude each other won: ${first.key} and ${second.key}`);
}
