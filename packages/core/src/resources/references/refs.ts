import { type ResourceRef, resourceKey } from "@pragma/contract";

/** The references in a JSON column; none if it is absent. */
export function readRefs(json: string | undefined): ResourceRef[] {
  return json === undefined ? [] : (JSON.parse(json) as ResourceRef[]);
}

/** Each reference once, in order, without other fields that a client may have sent. */
export function uniqueRefs(refs: readonly ResourceRef[]): ResourceRef[] {
  const unique = new Map<string, ResourceRef>();
  for (const { provider, resource, name } of refs)
    unique.set(resourceKey({ provider, resource, name }), { provider, resource, name });
  return [...unique.values()];
}
