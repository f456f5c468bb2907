import { readConfiguration } from "@pragma/bootstrap/configuration";
import { apiEnvironment, sharedEnvironment, webEnvironment, workerEnvironment } from "@pragma/bootstrap/services";
import { ROOT } from "./paths.ts";
import type { StackInfo } from "./stack-info.ts";

/**
 * The part of this process's environment that any process needs: settings of the user who runs the tests must not reach
 * the stack.
 */
const SYSTEM = ["PATH", "HOME", "LANG", "TZ", "TMPDIR"];

/** A resource that cannot become ready fails after its five attempts; the pauses between them prove nothing here. */
const SHORT_PAUSES = { PRAGMA_RETRY_BASE_DELAY_MS: "50", PRAGMA_RETRY_MAX_DELAY_MS: "200" };

/**
 * An address where nobody answers: providers that tests push need no package from a registry, but a build needs one to
 * be set.
 */
const REGISTRY = "http://127.0.0.1:9/";

/** Environments that `npm start` passes to services, for the addresses and secrets of this stack. */
export function serviceEnvironments(stack: StackInfo): Record<"api" | "worker" | "web", NodeJS.ProcessEnv> {
  const system = Object.fromEntries(SYSTEM.map((name) => [name, process.env[name]]));
  const configuration = readConfiguration({
    PRAGMA_API_PORT: new URL(stack.apiUrl).port,
    PRAGMA_WEB_PORT: new URL(stack.webUrl).port,
  });
  const shared = sharedEnvironment(system, configuration, stack);
  const owner = { account: null, setupCode: stack.setupCode, token: stack.bootstrapToken, tokenFile: null };
  return {
    api: apiEnvironment(shared, configuration, owner),
    worker: {
      ...workerEnvironment(
        // The URLs that tests have `http` check are on this machine.
        { ...shared, PRAGMA_EGRESS_ALLOW: "http=127.0.0.1", PRAGMA_PROVIDER_FOLDERS: `*/fs=${stack.files}` },
        ROOT,
        { registry: REGISTRY, certificates: null },
        Number(new URL(stack.userDatabaseUrl).port),
      ),
      ...SHORT_PAUSES,
      // The browsers of all tests would go first.
      PRAGMA_WORKER_NICE: "0",
    },
    web: webEnvironment(shared, system, configuration, stack),
  };
}
