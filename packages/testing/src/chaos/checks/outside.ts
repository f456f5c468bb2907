import type { JsonObject } from "@pragma/contract";
import type { Facts, ObjectFact, StoredResource } from "../facts.ts";
import { isSame } from "../is-same.ts";
import { keyOfHandler } from "../key-of-handler.ts";
import { lastSuccessOf } from "../last-success.ts";
import { type Life, livesOf, wasForgotten } from "../lives.ts";
import { isLook } from "../looks.ts";
import { excusedResources } from "../overlaps.ts";
import { RELEASES, releaseField } from "../releases.ts";
import { isVolume, thingOf } from "../things.ts";
import { isOutside } from "../universe.ts";
import type { Check, Violation } from "../violation.ts";
import { leftVolumes } from "./left-volumes.ts";

/** Objects outside equal what is declared. */
export const outside: Check = {
  name: "outside",
  promise: "the real objects are those that are declared, as they are declared, and no others",
  run(facts) {
    const existing = new Map(
      facts.objects
        .filter(({ removedBy }) => removedBy === null)
        .map((object) => [`${object.space} ${object.id}`, object]),
    );
    const excused = excusedResources(facts);
    const resources = facts.resources.filter(({ key }) => isOutside(key));
    const known = new Set(resources.map(({ space, id }) => `${space} ${id}`));
    const lives = Map.groupBy(livesOf(facts), ({ space, key }) => `${space} ${key}`);
    return [
      ...resources
        .filter(
          (resource) =>
            !excused.has(nameOf(resource)) &&
            isOurs(resource, lives.get(`${resource.space} ${resource.key}`)?.at(-1), facts),
        )
        .flatMap((resource) => compare(resource, existing.get(`${resource.space} ${nameOutside(resource)}`))),
      ...leftVolumes([...existing.values()], facts).map(({ space, key, serial }) =>
        found({ space, key }, `its volume ${serial} exists outside, and nobody knows of it`),
      ),
      ...[...existing.values()].flatMap((object) => {
        if (isVolume(object.id)) return [];
        const { space, key } = keyOfHandler(object);
        const name = `${space} ${object.id}`;
        if (
          known.has(name) ||
          excused.has(name) ||
          object.writtenBy === "hands" ||
          wasForgotten(lives.get(`${space} ${key}`) ?? [])
        )
          return [];
        return [found({ space, key }, `its object ${object.serial} exists outside, and nobody knows of it`)];
      }),
    ];
  },
};

function nameOf({ space, id }: { space: string; id: string }): string {
  return `${space} ${id}`;
}

function nameOutside({ id, resolvedConfig }: StoredResource): string {
  return thingOf({ id, config: resolvedConfig });
}

/** Whether all that its object has comes from its provider: it is not only looked at, and nobody has touched it by hand since. */
function isOurs(resource: StoredResource, life: Life | undefined, facts: Facts): boolean {
  const name = nameOutside(resource);
  // Another volume with its title may be a stranger's, who made it once its own was gone.
  const last = facts.objects.findLast(
    ({ space, id, serial }) =>
      space === resource.space && id === name && (!isVolume(id) || serial === resource.outputs["serial"]),
  );
  if (last?.writtenBy === "hands" || last?.removedBy === "hands" || resource.handling.mode === "observe") return false;
  const success = life && lastSuccessOf(life, facts.handlers);
  return success === undefined || !isLook(success.method);
}

function compare(resource: StoredResource, object: ObjectFact | undefined): Violation[] {
  if (resource.state !== "ready") return [];
  if (!object) return [found(resource, "it is ready, and its object does not exist")];
  const { resolvedConfig, outputs } = resource;
  const violations: Violation[] = [];
  if (resolvedConfig && !resource.stale && !isSame(sent(resolvedConfig, resource), sent(object.content, resource))) {
    const message = `it is ready with ${JSON.stringify(resolvedConfig)}, but its object has ${JSON.stringify(object.content)}`;
    violations.push(found(resource, message));
  }
  if (outputs["serial"] !== object.serial || outputs["revision"] !== object.revision) {
    const told = `object ${outputs["serial"]} at revision ${outputs["revision"]}`;
    violations.push(
      found(resource, `its outputs tell of ${told}, but there is ${object.serial} at ${object.revision}`),
    );
  }
  return violations;
}

/** A config as the handler receives it after parsing by its schema: that of another release drops a field. */
function withDefaults({ inputs = {}, parts = [], wait = false, ...rest }: JsonObject): JsonObject {
  const known = Object.entries(rest).filter(([key]) => !RELEASES.some((release) => key === releaseField(release)));
  return { ...Object.fromEntries(known), inputs, parts, wait };
}

function sent(config: JsonObject, { handling: { ignore } }: StoredResource): JsonObject {
  return Object.fromEntries(Object.entries(withDefaults(config)).filter(([name]) => !ignore.includes(name)));
}

function found({ space, key }: { space: string; key: string }, message: string): Violation {
  return { check: outside.name, message, space, key };
}
