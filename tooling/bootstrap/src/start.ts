import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { EmbeddedPostgresError, randomPassword } from "@pragma/db/embedded";
import { MigrationError } from "@pragma/db/migrate";
import { ensureRequirement, isOnPath, SANDBOX } from "../lib/requirements.mjs";
import { ROOT } from "../lib/root.mjs";
import { CommandError, run } from "../lib/run.mjs";
import { step } from "../lib/steps.mjs";
import { buildAll } from "./build.ts";
import { chooseSandbox } from "./choose-sandbox.ts";
import { readConfiguration } from "./configuration.ts";
import { openDatabases } from "./databases.ts";
import { readEnvironment } from "./environment-file.ts";
import { readNpmSettings } from "./npm-settings.ts";
import { resolveOwner } from "./owner.ts";
import { claimInstallation, endLeftover, forgetProcess } from "./pid-files.ts";
import { checkPort } from "./ports.ts";
import { waitUntilAnswering, waitUntilReady } from "./ready.ts";
import { apiEnvironment, sharedEnvironment, webEnvironment, workerEnvironment } from "./services.ts";
import { isSetupOpen } from "./setup-open.ts";
import { Shutdown } from "./shutdown.ts";
import { StartError } from "./start-error.ts";
import { startServices } from "./start-services.ts";
import { StateFolder } from "./state-folder.ts";
import { summary } from "./summary.ts";

/** `npm run dev`: API, worker and dashboard run from their sources, and start again when those change. */
const fromSources = process.argv.includes("--dev");
/** `npm start -- --no-build`: what was built before runs as it is. */
const isBuilt = process.argv.includes("--no-build");

const SERVICES = ["web", "worker", "api"];

const report = (line: string): void => console.log(`  ! ${line}`);

/** Starts the product and keeps it running until it is asked to stop. Everything it started ends with it. */
async function start(shutdown: Shutdown): Promise<void> {
  const env = await readEnvironment(ROOT, process.env);
  const configuration = readConfiguration(env);
  const state = new StateFolder(env["PRAGMA_STATE_DIR"] || join(ROOT, ".pragma"));
  await state.open();
  await claimInstallation(state);
  shutdown.add(() => forgetProcess(state, "start"));
  for (const service of SERVICES) {
    if (await endLeftover(state, service)) report(`ended the ${service} that an earlier start had left`);
  }
  await checkPort(configuration.host, configuration.apiPort, "PRAGMA_API_PORT");
  await checkPort(configuration.host, configuration.webPort, "PRAGMA_WEB_PORT");

  const unbuilt = fromSources ? SERVICES.map((name) => `@pragma/${name}`) : [];
  if (!isBuilt) await step("Build", (note) => buildAll(note, shutdown.signal, unbuilt));
  if (fromSources && !isBuilt) await step("Make the guides", makeGuides);
  await ensureSandbox();
  const choice = await chooseSandbox(join(ROOT, "apps/worker", fromSources ? "src/main.ts" : "dist/main.js"), env);
  const databases = await openDatabases(configuration, state, shutdown, report);
  const encryptionKeys =
    configuration.encryptionKeys ?? (await state.secret("encryption-keys", () => randomBytes(32).toString("base64")));
  const owner = await resolveOwner(configuration, state);
  const authSecret = env["PRAGMA_AUTH_SECRET"]?.trim() || (await state.secret("auth-secret", randomPassword));

  const npm = await readNpmSettings(process.env);
  const shared = sharedEnvironment(env, configuration, { databaseUrl: databases.url, encryptionKeys });
  const environments = {
    api: apiEnvironment(shared, configuration, owner),
    worker: {
      ...workerEnvironment(shared, ROOT, npm, configuration.userDatabase ? configuration.userDatabasePort : null),
      PRAGMA_SANDBOX: choice.value,
    },
    web: webEnvironment(shared, env, configuration, { setupCode: owner.setupCode, authSecret }),
  };
  let sandbox = "";
  const ready = async (): Promise<void> => {
    const { host, apiPort, webPort } = configuration;
    sandbox = await waitUntilReady(host, apiPort, shutdown.signal);
    await waitUntilAnswering(host, webPort, shutdown.signal);
  };
  await step("Start API, worker and dashboard", () =>
    startServices({ root: ROOT, state, environments, fromSources, shutdown, ready, report }),
  );
  const setup = await isSetupOpen(databases.url);
  console.log(
    summary({
      root: ROOT,
      configuration,
      owner,
      setup,
      userDatabaseFile: databases.userDatabaseFile,
      sandbox: choice.warning ?? sandbox,
    }),
  );
  await shutdown.requested;
}

/** The dashboard shows them, and is not built here. */
async function makeGuides(): Promise<void> {
  const cwd = join(ROOT, "apps/web");
  await run(process.execPath, ["src/guides/main.ts", "dist/guides"], { cwd, signal: shutdown.signal });
}

/** Without it the next best is taken, and the summary says so. */
async function ensureSandbox(): Promise<void> {
  if (process.platform !== "linux" || isOnPath(SANDBOX.command, process.env["PATH"] ?? "")) return;
  const reason = await step(`Install ${SANDBOX.package}`, () => ensureRequirement(SANDBOX));
  if (reason !== null) report(reason);
}

/** Explains an error for the terminal: one line for what the user can fix, all of it for a fault of ours. */
function explain(error: unknown): string {
  if (error instanceof CommandError) return `${error.output.trim()}\n${error.message}`;
  const known =
    error instanceof StartError || error instanceof EmbeddedPostgresError || error instanceof MigrationError;
  return known ? error.message : String((error as Error).stack ?? error);
}

const shutdown = new Shutdown();
// A closed terminal fails each write; what was started must still be stopped.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});
shutdown.listen();
try {
  await start(shutdown);
} catch (error) {
  // Work under way fails when it is told to stop; that is not a failure.
  if (!shutdown.signal.aborted) {
    console.error(explain(error));
    process.exitCode = 1;
  }
}
if (shutdown.signal.aborted) console.log("Stopping …");
await shutdown.stopAll();
// The channel to the parent would keep this process alive.
process.exit();
