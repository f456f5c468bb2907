import { setTimeout as sleep } from "node:timers/promises";
import type { Organization } from "./organization.ts";

const PATIENCE_MS = 120_000;
const MAX_BUILDS = 4;

/**
 * Pushes the test provider. On a machine that is busy a build may meet one of its deadlines, so it is tried again.
 * @returns its version, once it is built
 */
export async function pushProvider(
  url: string,
  organization: Organization,
  provider: string,
  code: Buffer<ArrayBuffer>,
): Promise<string> {
  const faults: (string | null)[] = [];
  while (faults.length < MAX_BUILDS) {
    const form = new FormData();
    form.set("code", new Blob([code], { type: "application/gzip" }), "code.tar.gz");
    const { version } = await ask<{ version: string }>(url, organization, "POST", `/providers/${provider}/push`, form);
    const fault = await buildFault(url, organization, provider, version);
    if (fault === undefined) return version;
    faults.push(fault);
  }
  throw new Error(`The test provider cannot be built: ${faults.join("; ")}`);
}

/** Undefined once it is built well. */
async function buildFault(
  url: string,
  organization: Organization,
  provider: string,
  version: string,
): Promise<string | null | undefined> {
  let fault: string | null | undefined;
  await until(async () => {
    const path = `/providers/${provider}/builds/${version}`;
    const build = await ask<{ status: string; error_message: string | null }>(url, organization, "GET", path);
    if (build.status === "failed") fault = build.error_message;
    return build.status === "success" || build.status === "failed";
  }, "the test provider to be built");
  return fault;
}

/** Deploys a version of it. Resolves once it is available. */
export async function deployProvider(
  url: string,
  organization: Organization,
  provider: string,
  version: string,
): Promise<void> {
  await ask(url, organization, "POST", `/providers/${provider}/deploy`, JSON.stringify({ version }));
  await until(async () => {
    const path = `/providers/${provider}/deployment`;
    const { status } = await ask<{ status: string }>(url, organization, "GET", path);
    if (status === "failed") throw new Error("The test provider cannot be deployed");
    return status === "available";
  }, "the test provider to be deployed");
}

/**
 * Resolves once the types of a shipped provider are known. On a machine that is busy it may not be usable at first, and
 * then drafts of its types are shown as masks, which the model takes for a config that nobody applied.
 */
export async function untilShipped(url: string, organization: Organization, provider: string): Promise<void> {
  const path = `/resources/types?provider=${provider}`;
  await until(
    async () => (await ask<unknown[]>(url, organization, "GET", path)).length > 0,
    `the shipped provider ${provider} to be usable`,
  );
}

async function ask<Answer>(
  url: string,
  { token }: Organization,
  method: string,
  path: string,
  body?: FormData | string,
): Promise<Answer> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(typeof body === "string" && { "content-type": "application/json" }),
  };
  const response = await fetch(`${url}${path}`, { method, headers, body: body ?? null });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text) as Answer;
}

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !(await holds()); await sleep(100)) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}`);
  }
}
