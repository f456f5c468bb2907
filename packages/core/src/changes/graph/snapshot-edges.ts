import { connectionRef } from "@pragma/contract";
import type { GraphEdgeRow } from "@pragma/db/queries";
import { parseReferences, referencedTargets } from "@pragma/language";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { hasStringReferences } from "../../resources/built-ins/index.ts";
import { uniqueRefs } from "../../resources/references/refs.ts";
import type { Snapshot } from "../write/snapshot.ts";
import { edgesFrom } from "./desired-edges.ts";

/** The edges that a resource had when a change replaced it. */
export function snapshotEdges(
  core: Core,
  { organizationId }: RequestContext,
  key: string,
  { provider, resource, config, dependencies, connection = null, owner_references }: Snapshot,
): GraphEdgeRow[] {
  const box = core.services.keyring.box(organizationId);
  const { references } = parseReferences(config, { stringReferences: hasStringReferences(provider, resource), box });
  const derived = [...referencedTargets(references), ...(connection === null ? [] : [connectionRef(connection)])];
  return edgesFrom(key, uniqueRefs([...dependencies, ...derived]), owner_references);
}
