import type { JsonObject } from "@pragma/contract";
import type { ProviderDescription } from "@pragma/contract/provider-protocol";
import { deployProvider, pushProvider } from "../../src/providers/index.ts";
import {
  type BuildResult,
  claimBuild,
  claimDeployment,
  finishBuild,
  switchDeployment,
} from "../../src/providers/worker/index.ts";
import { inChunks, providerArchive } from "./archive.ts";
import type { World } from "./world.ts";

type Types = ProviderDescription["types"];

/** A type whose configs follow this schema. */
export function typeOf(schema: JsonObject = { type: "object" }): Types[string] {
  return {
    description: null,
    tags: [],
    schema,
    outputs_schema: { type: "object" },
    methods: ["create", "update", "delete", "health"],
  };
}

export function goodBuild(types: Types, more: object = {}): BuildResult {
  return { artefact: Buffer.from("the program"), artefactHash: "sha256:1", network: "host", types, ...more };
}

/** Lets an organization push providers. */
export async function allowPush(
  world: World,
  org: { id: string; context: { organizationName: string } } = world.org,
): Promise<void> {
  await world.pool.query(
    `INSERT INTO organizations (id, name, may_push) VALUES ($1, $2, true)
     ON CONFLICT (id) DO UPDATE SET may_push = true`,
    [org.id, org.context.organizationName],
  );
}

/** Pushes a provider and builds it, as client and worker do. @returns its version */
export async function pushed(
  world: World,
  provider: string,
  types: Types,
  { org = world.org, extra = "", network = "host" as "host" | "none" } = {},
): Promise<string> {
  const archive = await providerArchive(provider, { name: "extra", content: Buffer.from(extra) });
  await allowPush(world, org);
  const { version } = await pushProvider(world.core, org.context, provider, inChunks(archive));
  const build = await claimBuild(world.core, { organizationId: org.id, provider, version });
  if (!build) throw new Error("there is nothing to build");
  await finishBuild(world.core, build, goodBuild(types, { network }));
  return version;
}

/** Pushes, builds and deploys. @returns its version */
export async function deployed(world: World, provider: string, types: Types, org = world.org): Promise<string> {
  const version = await pushed(world, provider, types, { org });
  await deployProvider(world.core, org.context, provider, { version });
  const deployment = await claimDeployment(world.core, { organizationId: org.id, provider });
  if (!deployment || !(await switchDeployment(world.core, deployment))) throw new Error("it was not deployed");
  return version;
}
