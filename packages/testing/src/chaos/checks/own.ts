import type { Facts, StoredResource } from "../facts.ts";
import { handlingsOf } from "../handlings.ts";
import { type Life, livesOf } from "../lives.ts";
import { volumeNamed } from "../things.ts";
import type { Check, Violation } from "../violation.ts";

/** A thing has one resource. */
export const own: Check = {
  name: "own",
  promise: "no two resources of an organization hold one thing",
  run(facts) {
    const lives = livesOf(facts);
    const holders = facts.resources.filter((resource) => isHolder(resource, lives, facts));
    return [
      ...shared(holders, ({ outputs }) => textOf(outputs["serial"])),
      // Once it was removed by hand, another may have made one of that name.
      ...shared(holders, ({ identity, space }) => (wasRemoved(space, identity, facts) ? null : identity)),
    ];
  },
};

/** Whoever observes looks at what is another's, and may go on with that. */
function isHolder({ space, key, provisioned }: StoredResource, lives: readonly Life[], facts: Facts): boolean {
  if (!provisioned || !key.startsWith("chaos/volume/")) return false;
  const life = lives.findLast((one) => one.space === space && one.key === key);
  return !life || !handlingsOf(life, facts).some(({ after }) => after.mode === "observe");
}

function wasRemoved(space: string, identity: string | null, { hands }: Facts): boolean {
  return hands.some((hand) => hand.space === space && hand.what === "remove" && hand.id === volumeNamed(`${identity}`));
}

function shared(
  resources: readonly StoredResource[],
  nameOf: (resource: StoredResource) => string | null,
): Violation[] {
  const named = resources.filter((resource) => nameOf(resource) !== null);
  const groups = Map.groupBy(named, (resource) => `${resource.space} ${nameOf(resource)}`);
  return [...groups].flatMap(([name, [first, ...others]]) =>
    others.map(({ space, key }): Violation => {
      return { check: own.name, message: `it holds ${name}, and so does ${first?.key}`, space, key };
    }),
  );
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
