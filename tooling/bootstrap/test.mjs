// `npm test`: plain JavaScript without dependencies, since it runs before anything is installed, on Node 20.
// Its last line is always `N passed, M failed`. Arguments name a part of it (lib/part.mjs).
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { HeldOutput } from "./lib/held-output.mjs";
import { install } from "./lib/install.mjs";
import { findNode, toolEnvironment } from "./lib/node.mjs";
import { partOf } from "./lib/part.mjs";
import { runPlaywright } from "./lib/playwright.mjs";
import { BROWSER, ensureRequirement, FALLBACK_FONT, REQUIREMENTS } from "./lib/requirements.mjs";
import { ROOT } from "./lib/root.mjs";
import { run } from "./lib/run.mjs";
import { step } from "./lib/steps.mjs";
import { failureOf, Tally } from "./lib/tally.mjs";
import { runVitest } from "./lib/vitest.mjs";

const tally = new Tally();
const { suites, shard } = partOf(process.argv.slice(2));

/**
 * A step that counts as one test. Its output is shown only when it fails.
 *
 * @param {string} name
 * @param {() => Promise<unknown>} work
 */
async function check(name, work) {
  try {
    await step(name, work);
    tally.add(name, { passed: 1, failed: 0, skipped: 0 });
  } catch (error) {
    console.error(failureOf(error));
    tally.add(name, { passed: 0, failed: 1, skipped: 0 });
  }
}

/** Everything after the installation, which the rest needs. */
async function checkAll() {
  let hasBrowser = suites.includes("browser");
  for (const requirement of REQUIREMENTS) {
    // A browser of one's own needs no package, and has fonts.
    if ((requirement === BROWSER || requirement === FALLBACK_FONT) && process.env.CHROMIUM_PATH) continue;
    const reason = await ensureRequirement(requirement);
    if (reason) tally.notRun(reason);
    if (reason && requirement === BROWSER) hasBrowser = false;
  }
  const env = toolEnvironment(ROOT, findNode(ROOT));
  const turbo = (/** @type {string} */ task) =>
    run("turbo", ["run", task, "--output-logs=errors-only"], { cwd: ROOT, env });
  await check("Generate", () => turbo("generate"));
  await check("Build", () => turbo("build"));
  if (suites.includes("checks")) {
    await Promise.all([
      check("Types", () => turbo("typecheck")),
      check("Lint", () => run("npm", ["run", "--silent", "lint"], { cwd: ROOT, env })),
    ]);
  }

  const reports = mkdtempSync(join(tmpdir(), "pragma-reports-"));
  try {
    const vitest = async (/** @type {string} */ project) => {
      if (!suites.includes(project)) return;
      console.log(`\n  ${project} tests`);
      tally.add(project, await runVitest(project, join(reports, `${project}.json`), { cwd: ROOT, env, shard }));
    };
    await vitest("unit");
    // Integration tests wait for processes and limits of time, and use half of a processor. Whoever runs the browser beside them
    // waits for both together no longer than for the longer one, and a little.
    const output = new HeldOutput();
    const browser = hasBrowser
      ? runPlaywright(join(reports, "browser.json"), { cwd: ROOT, env, shard, output })
      : undefined;
    await vitest("integration");
    if (browser) {
      console.log("\n  browser tests");
      output.release();
      tally.add("browser", await browser);
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

await check("Installed", () => install(ROOT));
if (tally.failed === 0) {
  try {
    await checkAll();
  } catch (error) {
    console.error(failureOf(error));
    tally.add("Test run", { passed: 0, failed: 1, skipped: 0 });
  }
}
console.log(tally.summary());
process.exitCode = tally.failed > 0 ? 1 : 0;
