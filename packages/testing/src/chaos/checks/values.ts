import type { Json } from "@pragma/contract";
import type { Facts, StoredResource } from "../facts.ts";
import { ANYTHING, fits, type Reference, type Resolved, resolve, valueAt } from "../references.ts";
import { timelinesOf } from "../timeline.ts";
import type { Check, Violation } from "../violation.ts";

export const values: Check = {
  name: "values",
  promise: "a resource has the config that was applied last, and what is ready was made of the values there are now",
  run: (facts) => [...resolvedFaults(facts), ...wantedFaults(facts), ...settledFaults(facts)],
};

/** Ready resources that are not stale must have resolved their config with the current values of their dependencies. */
function resolvedFaults({ resources }: Facts): Violation[] {
  const byName = new Map(resources.map((resource) => [`${resource.space} ${resource.key}`, resource]));
  return resources.flatMap((resource): Violation[] => {
    if (resource.state !== "ready" || resource.stale) return [];
    const expected = resolve(resource.config, (reference) =>
      taken(byName.get(`${resource.space} ${reference.key}`), reference),
    );
    if (fits(sent(expected, resource), sent(resource.resolvedConfig, resource) as Json | undefined)) return [];
    const message = `it is ready with ${JSON.stringify(resource.resolvedConfig)}, but its config comes to ${JSON.stringify(expected)}`;
    return [violation(resource, message)];
  });
}

/** What is ignored is declared, and not sent. */
function sent(config: Resolved | null, { handling: { ignore } }: StoredResource): Resolved | undefined {
  if (typeof config !== "object" || config === null) return config ?? undefined;
  return Object.fromEntries(Object.entries(config).filter(([name]) => !ignore.includes(name)));
}

function taken(target: StoredResource | undefined, { field }: Reference): Resolved {
  // Forgotten, or deleted and created again: values taken from it earlier stay.
  if (!target?.provisioned) return ANYTHING;
  if (field === null) return target.state === "ready" ? whole(target) : ANYTHING;
  return valueAt(target, field) ?? ANYTHING;
}

function whole({ key, resolvedConfig, outputs }: StoredResource): Resolved {
  const [provider = "", resource = "", name = ""] = key.split("/");
  return { __dependency__: true, provider, resource, name, config: resolvedConfig, outputs };
}

/** No acknowledged apply may be lost. */
function wantedFaults(facts: Facts): Violation[] {
  const timelines = timelinesOf(facts);
  return facts.resources.flatMap((resource): Violation[] => {
    const wanted = timelines.get(`${resource.space} ${resource.key}`)?.at(-1)?.config;
    if (!wanted || fits(wanted as Resolved, resource.config)) return [];
    const message = `its config is ${JSON.stringify(resource.config)}, but applied last was ${JSON.stringify(wanted)}`;
    return [violation(resource, message)];
  });
}

/** A settled resource awaits nothing, and a ready one is ready in its last generation. */
function settledFaults({ resources }: Facts): Violation[] {
  return resources.flatMap((resource): Violation[] => {
    const { state, pendingEventId, generation, observedGeneration } = resource;
    const isOpen = state === "pending" || state === "processing";
    if (!isOpen && pendingEventId !== null) return [violation(resource, `it is ${state} and awaits an event`)];
    if (state !== "ready" || generation === observedGeneration) return [];
    return [violation(resource, `it is ready in generation ${observedGeneration} of ${generation}`)];
  });
}

function violation({ space, key }: StoredResource, message: string): Violation {
  return { check: values.name, message, space, key };
}
