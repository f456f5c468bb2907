import type { ResourceRef } from "@pragma/contract";
import { suggest } from "@pragma/language";
import type { OrganizationTypes } from "../../foundation/types/index.ts";

/** That there is no such type, which one was likely meant, and which there are. */
export function describeUnknownType(
  types: OrganizationTypes,
  { provider, resource }: Pick<ResourceRef, "provider" | "resource">,
): string {
  const known = types.all().filter((candidate) => candidate.provider === provider);
  const there =
    known.length > 0
      ? `${provider} has ${known.map((candidate) => candidate.resource).join(", ")}`
      : `there are ${types.names().join(", ")}`;
  const likely = suggest(`${provider}/${resource}`, types.names());
  const meant = likely === undefined ? "" : ` (did you mean ${likely}?)`;
  return `Unknown type ${provider}/${resource}${meant}; ${there}`;
}
