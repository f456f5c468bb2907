import type { Json } from "@pragma/contract";
import type { Facts, HandlerFact, StoredResource } from "../facts.ts";
import { keyOfHandler } from "../key-of-handler.ts";
import { type Reference, resolve } from "../references.ts";
import { isOutside } from "../universe.ts";
import type { Check, Violation } from "../violation.ts";

/**
 * Roots are changed while the graph stays the same and all of it is ready. Everything that follows from them must then
 * be made from one state of each, and must not be made more often than they change.
 */
export const mixes: Check = {
  name: "mixes",
  promise: "a change is followed once, and nothing is made of old and new values that follow from the same change",
  run(facts) {
    if (!facts.calmChanges) return [];
    const { from, until } = facts.calmChanges;
    const handlers = facts.handlers.filter(({ beganAt }) => beganAt >= from && beganAt <= until);
    const makers = new Makers(facts.handlers);
    const resources = facts.resources.filter(({ key }) => isOutside(key));
    return handlers.filter(isMaking).flatMap((handler) => {
      const resource = resources.find(({ space, id }) => space === handler.space && id === handler.id);
      return resource ? mixOf(handler, resource, facts, makers) : [];
    });
  },
};

function isMaking({ method }: HandlerFact): boolean {
  return method === "create" || method === "update";
}

/** Finds the handler run that made a value, by its digest. */
class Makers {
  readonly #byDigest = new Map<string, HandlerFact>();

  constructor(handlers: readonly HandlerFact[]) {
    for (const handler of handlers) {
      const digest = (handler.outputs as { digest?: Json } | null)?.digest;
      if (isMaking(handler) && typeof digest === "string")
        this.#byDigest.set(`${handler.space} ${handler.id} ${digest}`, handler);
    }
  }

  of(space: string, id: string, digest: Json | undefined): HandlerFact | undefined {
    return this.#byDigest.get(`${space} ${id} ${String(digest)}`);
  }
}

function mixOf(handler: HandlerFact, resource: StoredResource, facts: Facts, makers: Makers): Violation[] {
  const basis = new Map<string, Set<HandlerFact>>();
  gather(handler, resource, facts, makers, basis);
  return [...basis]
    .filter(([, versions]) => versions.size > 1)
    .map(([key, versions]) => {
      const which = [...versions].map(({ number }) => number).join(" and ");
      const message = `${handler.method} (handler ${handler.number}) was given values that follow from ${key} as handlers ${which} made it`;
      return { check: mixes.name, message, ...keyOfHandler(handler), at: handler.beganAt };
    });
}

/** Collects, for everything that a run was directly or indirectly made from, the handler run that made it. */
function gather(
  handler: HandlerFact,
  resource: StoredResource,
  facts: Facts,
  makers: Makers,
  basis: Map<string, Set<HandlerFact>>,
): void {
  for (const { reference, value } of inputsOf(resource, handler)) {
    const source = facts.resources.find(({ space, key }) => space === handler.space && key === reference.key);
    const maker = source && makers.of(handler.space, source.id, value);
    if (!source || !maker) continue;
    basis.set(source.key, (basis.get(source.key) ?? new Set()).add(maker));
    gather(maker, source, facts, makers, basis);
  }
}

/** The references of a config next to the values that a run received for them, if both are a digest. */
function inputsOf(resource: StoredResource, handler: HandlerFact): { reference: Reference; value: Json | undefined }[] {
  const found: { reference: Reference; value: Json | undefined }[] = [];
  const given = handler.config["inputs"] as { [name: string]: Json } | undefined;
  const wanted = resource.config["inputs"] as { [name: string]: Json } | undefined;
  for (const [name, value] of Object.entries(wanted ?? {})) {
    resolve(value, (reference) => {
      if (reference.field === "outputs.digest") found.push({ reference, value: bare(given?.[name]) });
      return null;
    });
  }
  return found;
}

/** A digest may be in angle brackets. */
function bare(value: Json | undefined): Json | undefined {
  return typeof value === "string" ? value.replace(/^<|>$/g, "") : value;
}
