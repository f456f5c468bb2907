/**
 * Applies a YAML file of resources through Pragma's REST API, waits until all are ready, prints their outputs and asks
 * each new database a question. See `lib/settings.ts` for arguments, environment and exit codes.
 *
 *   node examples/apply.ts examples/shop.yaml
 */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Api } from "./lib/api.ts";
import { friendlyId, type ResourceDocument, readDocuments } from "./lib/documents.ts";
import { EXIT, Fault } from "./lib/fault.ts";
import { Progress } from "./lib/progress.ts";
import { askDatabase } from "./lib/query.ts";
import { printOutcome, printOutputs } from "./lib/report.ts";
import { isSettled, type Resource } from "./lib/resource.ts";
import { readSettings, type Settings } from "./lib/settings.ts";
import { waitUntilSettled } from "./lib/wait.ts";

const BUSY_POLL_MS = 500;

/** Where `npm start` keeps its files, wherever this is called from. */
const PROJECT = resolve(import.meta.dirname, "..");

async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), process.env, readOfProject);
  const documents = load(settings.file);
  const api = new Api(settings.apiUrl, settings.token);
  const { organization_name } = await api.me();
  console.log(`Applying ${documents.length} resources to ${organization_name} at ${settings.apiUrl}\n`);

  const applied: Resource[] = [];
  for (const document of documents) applied.push(await apply(api, document, settings));
  const progress = new Progress(process.stdout);
  const resources = await waitUntilSettled(documents.map(friendlyId), {
    read: (id) => api.read(id),
    show: (seen) => progress.show(seen),
    timeoutMs: settings.timeoutMs,
  });

  printOutcome(applied, resources);
  const stuck = resources.filter((resource) => !isSettled(resource));
  if (stuck.length > 0) throw new Fault("failed", `${stuck.length} of ${resources.length} resources are not ready`);
  printOutputs(resources);
  for (const { provider, resource, name } of resources) {
    if (provider === "postgres" && resource === "database") await query(api, friendlyId({ provider, resource, name }));
  }
}

function load(file: string): ResourceDocument[] {
  const text = readOptional(file);
  if (text === undefined) throw new Fault("usage", `There is no file ${file}`);
  return readDocuments(file, text, { env: process.env, readFile: readOfProject });
}

/** Waits for a resource that has an earlier change under way, rather than giving up on it. */
async function apply(api: Api, document: ResourceDocument, settings: Settings): Promise<Resource> {
  const deadline = Date.now() + settings.timeoutMs;
  for (;;) {
    const answer = await api.apply(document);
    if (answer !== "busy") return answer;
    if (Date.now() > deadline)
      throw new Fault("failed", `${friendlyId(document)} is still busy with an earlier change`);
    await sleep(BUSY_POLL_MS);
  }
}

async function query(api: Api, id: string): Promise<void> {
  const { outputs } = await api.read(id, { reveal: true });
  try {
    const facts = await askDatabase(String(outputs.url));
    console.log(`\nAsked ${id} by its url:`);
    console.log(`  PostgreSQL ${facts.version}, database ${facts.database}, connected as ${facts.user}`);
    console.log(`  schemas ${facts.schemas.join(", ")}; extensions ${facts.extensions.join(", ")}`);
  } catch (error) {
    throw new Fault("failed", `${id} does not answer by its url: ${error instanceof Error ? error.message : error}`);
  }
}

function readOfProject(path: string): string | undefined {
  return readOptional(resolve(PROJECT, path));
}

function readOptional(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Fault)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = error.exitCode ?? EXIT.failed;
}
