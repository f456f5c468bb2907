import { join } from "node:path";
import { restartChanged } from "./restart-changed.ts";
import { startService } from "./service.ts";
import type { Shutdown } from "./shutdown.ts";
import { StartError } from "./start-error.ts";
import type { StateFolder } from "./state-folder.ts";
import { type Run, type Supervised, supervise } from "./supervise.ts";

/**
 * Starts the product's processes and, once `ready` says so, keeps them running.
 *
 * @param environments what each is told, by the name of its app
 * @throws StartError when one ends before that: it has said why, and would do so again at every further try.
 */
export async function startServices(options: {
  root: string;
  state: StateFolder;
  environments: Record<string, NodeJS.ProcessEnv>;
  /** They run from their sources, and start again when those change. */
  fromSources: boolean;
  shutdown: Shutdown;
  ready: () => Promise<void>;
  report: (line: string) => void;
}): Promise<void> {
  const services: { name: string; first: Run; launch: () => Promise<Run>; stop: () => Promise<void> }[] = [];
  for (const [name, env] of Object.entries(options.environments)) {
    const program = join(options.root, "apps", name, options.fromSources ? "src/main.ts" : "dist/main.js");
    const own = options.fromSources ? { ...env, NODE_ENV: "development" } : env;
    const launch = (): Promise<Run> =>
      startService({ name, program, cwd: options.root, env: own, state: options.state });
    const first = await launch();
    const service = { name, first, launch, stop: first.stop };
    options.shutdown.add(() => service.stop());
    services.push(service);
  }
  const failures = services.map(async ({ name, first }): Promise<never> => {
    throw new StartError(`The ${name} ${await first.ended}: its messages are above.`);
  });
  // The race has also seen to it that an end later on, which is the supervisor's matter, is not an unhandled rejection.
  await Promise.race([options.ready(), ...failures]);
  const supervised = new Map<string, Supervised>();
  for (const service of services) {
    const kept = supervise(service.name, service.first, service.launch, options.report);
    supervised.set(service.name, kept);
    service.stop = kept.stop;
  }
  if (!options.fromSources) return;
  options.shutdown.add(await restartChanged(options.root, supervised, options.report));
}
