import type { EdgeFact, Facts, StoredResource } from "../facts.ts";
import type { Check, Violation } from "../violation.ts";

/** Resources that still wait must wait for something that only a user can change. */
export const stuck: Check = {
  name: "stuck",
  promise: "when nothing runs any more, whatever waits does so for what is absent, failed, paused or a draft",
  run: (facts) =>
    findStuck(facts).map(({ space, key, state, deleting, stale }) => ({
      check: stuck.name,
      message: `it stays ${state}${deleting ? ", being deleted," : ""}${stale ? ", stale," : ""} and nothing that it needs explains why`,
      ...{ space, key },
    })) satisfies Violation[],
};

/** Resources that are not settled and do not wait, directly or not, for one that needs a user's action. */
export function findStuck({ resources, edges }: Pick<Facts, "resources" | "edges">): StoredResource[] {
  const byName = new Map(resources.map((resource) => [nameOf(resource.space, resource.key), resource]));
  const incoming = Map.groupBy(edges, ({ space, to }) => nameOf(space, to));
  let open = resources.filter(isOpen);
  // A resource that waits for an explained one is explained too; a ring in which each waits for the next never is.
  for (let before = -1; before !== open.length; ) {
    before = open.length;
    const unexplained = new Set(open);
    const explains = (resource: StoredResource | undefined): boolean =>
      resource === undefined || (!unexplained.has(resource) && !satisfies(resource));
    open = open.filter((resource) => !isExplained(resource, { byName, incoming, explains }));
  }
  return open;
}

interface Surroundings {
  readonly byName: ReadonlyMap<string, StoredResource>;
  readonly incoming: ReadonlyMap<string, readonly EdgeFact[]>;
  explains(resource: StoredResource | undefined): boolean;
}

function isExplained(resource: StoredResource, { byName, incoming, explains }: Surroundings): boolean {
  const { space, key, deleting, state, handling } = resource;
  if (state === "processing") return false;
  if (handling.paused) return true;
  if (!deleting) return resource.dependencies.some((needed) => explains(byName.get(nameOf(space, needed))));
  return (incoming.get(nameOf(space, key)) ?? []).some(({ from, kind }) => {
    const dependent = byName.get(nameOf(space, from));
    if (dependent === undefined) return false;
    // Only its user can start the staged update that would release it.
    return explains(dependent) || (kind === "running" && dependent.state === "draft");
  });
}

/** It still has work to do. */
function isOpen({ state, stale }: StoredResource): boolean {
  return state === "pending" || state === "processing" || (stale && state !== "draft");
}

/** Whether its dependents can proceed. */
function satisfies(resource: StoredResource): boolean {
  const { state, provisioned, stale } = resource;
  const held = isHeld(resource);
  return (
    (state === "ready" && (!stale || held)) || (provisioned && (state === "draft" || (held && state === "pending")))
  );
}

/** It is paused, and stays: its dependents keep its last values. */
export function isHeld({ handling, deleting }: Pick<StoredResource, "handling" | "deleting">): boolean {
  return handling.paused && !deleting;
}

function nameOf(space: string, key: string): string {
  return `${space} ${key}`;
}
