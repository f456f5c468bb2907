import type { JsonObject } from "@pragma/contract";
import { claimBuild, claimDeployment, finishBuild, switchDeployment } from "@pragma/core/providers/worker";
import type { TestApi } from "./api.ts";
import { codeForm, providerArchive } from "./archive.ts";
import type { Tenant } from "./tenant.ts";

/** Pushes a provider by the API. @returns its version */
export async function push(tenant: Tenant, provider: string): Promise<string> {
  const { body } = await tenant.client.post(`/providers/${provider}/push`, codeForm(await providerArchive(provider)));
  return body.version;
}

/** Builds what was pushed, as a worker does, with one type whose configs follow this schema. */
export async function build(
  { core }: TestApi,
  { organizationId }: Tenant,
  provider: string,
  version: string,
  schema: JsonObject = { type: "object" },
): Promise<void> {
  const claimed = await claimBuild(core, { organizationId, provider, version });
  if (!claimed) throw new Error("there is nothing to build");
  const type = { description: null, tags: [], schema, outputs_schema: { type: "object" }, methods: [] };
  await finishBuild(core, claimed, {
    artefact: Buffer.from("the program"),
    artefactHash: "sha256:1",
    network: "host",
    types: { thing: type },
  });
}

/** Carries out a requested deployment, as a worker does. */
export async function finishDeployment({ core }: TestApi, { organizationId }: Tenant, provider: string): Promise<void> {
  const deployment = await claimDeployment(core, { organizationId, provider });
  if (!deployment || !(await switchDeployment(core, deployment))) throw new Error("it was not deployed");
}

/** Pushes, builds and deploys. @returns its version */
export async function serve(api: TestApi, tenant: Tenant, provider: string, schema?: JsonObject): Promise<string> {
  const version = await push(tenant, provider);
  await build(api, tenant, provider, version, schema);
  await tenant.client.post(`/providers/${provider}/deploy`);
  await finishDeployment(api, tenant, provider);
  return version;
}
