import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** In milliseconds. A machine under load has been seen to take three times as long as an idle one. */
const HANGS_AFTER = 180_000;

/**
 * `unit` needs nothing but Node; `integration` gets one real PostgreSQL server for the run (packages/testing), of
 * which each test file clones its own database. Tests assert counts and states, never durations, so the timeouts
 * are only there to end what hangs.
 */
export default defineConfig({
  // The dashboard's own paths, as its tsconfig.json has them.
  resolve: { alias: { "~": join(import.meta.dirname, "apps/web/src") } },
  test: {
    // One more than cores, up to four: integration tests wait for half of their time, for processes that start and limits
    // of time. More make the one Postgres server and the child processes under test wait for each other.
    maxWorkers: Math.max(2, Math.min(4, availableParallelism() + 1)),
    // The files of one worker share what they import: loading core and Prisma anew took longer than most files. A test leaves
    // nothing behind in a module, a registry or the environment (docs/adr/0074-quick-and-thorough-tests.md).
    isolate: false,
    // Programs that tests start from their sources find these compiled: half of what a short one takes of a processor.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/node") },
    // How long a state is waited for: as long as a test may take, since another load of the machine is no failure.
    expect: { poll: { timeout: 150_000 } },
    tags: [
      {
        name: "thorough",
        description:
          "Kills, hangs, starvation, restores, whole guides: too long for each change. Each has a quick witness without it.",
      },
    ],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: [
            "{packages,apps,providers,tooling}/*/src/**/*.test.{ts,tsx}",
            "tooling/lint/*.test.ts",
            "bench/src/**/*.test.ts",
          ],
          testTimeout: HANGS_AFTER,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["{packages,apps,providers,tooling}/*/test/**/*.test.ts"],
          globalSetup: ["packages/testing/src/global-setup.ts"],
          testTimeout: HANGS_AFTER,
          hookTimeout: HANGS_AFTER,
        },
      },
      {
        extends: true,
        test: {
          // Builds the last release, which takes minutes: `npm run test:upgrade`, and not in `npm test`.
          name: "upgrade",
          include: ["tooling/bootstrap/upgrade/*.test.ts"],
          globalSetup: ["packages/testing/src/global-setup.ts"],
          testTimeout: HANGS_AFTER,
          hookTimeout: 1_200_000,
        },
      },
    ],
  },
});
