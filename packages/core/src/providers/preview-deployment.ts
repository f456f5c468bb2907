import type {
  BrokenGroup,
  DeploymentPreview,
  DeploymentPreviewInput,
  SchemaChange,
  TypeChange,
} from "@pragma/contract";
import type { ProviderDescription } from "@pragma/contract/provider-protocol";
import { findDeployment } from "@pragma/db/queries";
import { schemaChanges } from "@pragma/language";
import type { RequestContext } from "../foundation/callers/caller.ts";
import type { KnownType } from "../foundation/types/index.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import type { BrokenResource } from "./broken-resources.ts";
import { deployable, findBreaks } from "./deployable.ts";
import { findShippedProvider } from "./shipped.ts";

/**
 * Previews the deployment of a version: which types differ from those that serve, and which resources break, as a deployment
 * decides it. Nothing is stored, and nothing is audited.
 * @throws DomainError not_found for an unknown version; conflict for a build that is unfinished or failed
 */
export async function previewDeployment(
  core: Core,
  { organizationId }: RequestContext,
  provider: string,
  input: DeploymentPreviewInput = {},
): Promise<DeploymentPreview> {
  const tenant = core.db.tenant(organizationId);
  const { version } = await deployable(tenant, provider, input.version ?? undefined);
  const [{ types, missing, broken }, current, deployment, shipped] = await Promise.all([
    findBreaks(core, organizationId, provider, version, false),
    core.types.current(organizationId),
    findDeployment(tenant, provider),
    findShippedProvider(core, provider),
  ]);
  const served = current.all().filter((type) => type.provider === provider);
  return {
    version,
    serving: deployment?.serving_version ?? shipped?.version ?? null,
    types: typeChanges(provider, served, types),
    breaks: brokenGroups(broken),
    broken: broken.length,
    can_be_forced: missing.length === 0,
  };
}

/** By name, without those that ask for the same. */
function typeChanges(
  provider: string,
  served: readonly KnownType[],
  types: ProviderDescription["types"],
): TypeChange[] {
  const before = new Map(served.map((type) => [type.resource, type]));
  const names = [...new Set([...before.keys(), ...Object.keys(types)])].sort();
  return names.flatMap((resource): TypeChange[] => {
    const type = `${provider}/${resource}`;
    const known = before.get(resource);
    const next = Object.hasOwn(types, resource) ? types[resource] : undefined;
    if (next === undefined) return [{ type, change: "removed", changes: [] }];
    if (known === undefined) return [{ type, change: "added", changes: [] }];
    const changes = [
      ...below("config", schemaChanges(known.schema, next.schema)),
      ...below("outputs", schemaChanges(known.outputsSchema, next.outputs_schema)),
    ];
    return changes.length === 0 ? [] : [{ type, change: "changed", changes }];
  });
}

function below(root: string, changes: readonly SchemaChange[]): SchemaChange[] {
  return changes.map((change) => {
    const { path } = change;
    if (path === "") return { ...change, path: root };
    return { ...change, path: path.startsWith("[") ? `${root}${path}` : `${root}.${path}` };
  });
}

function brokenGroups(broken: readonly BrokenResource[]): BrokenGroup[] {
  const groups = Map.groupBy(broken, ({ type, reason }) => JSON.stringify([type, reason]));
  return [...groups.values()]
    .map((members) => {
      const { type, reason } = members[0] as BrokenResource;
      return { type, reason, count: members.length, resources: members.map(({ id }) => id) };
    })
    .sort((one, other) => other.count - one.count);
}
