import { defineConfig } from "@playwright/test";
import { chromiumPath } from "@pragma/testing/chromium";
import { OUTPUT } from "./support/paths.ts";

const asRoot = process.getuid?.() === 0;

/**
 * Tests in a real Chromium through the real stack (support/stack.ts). They assert what is shown and stored, never how
 * long it took, so the timeouts are only there to end what hangs: on a busy machine a build of a provider took more than 90 s,
 * and counts that all viewers share are half a minute old, or older.
 */
export default defineConfig({
  outputDir: `${OUTPUT}/results`,
  globalSetup: "./support/global-setup.ts",
  timeout: 900_000,
  expect: { timeout: 240_000 },
  // The stack and the browsers share the machine.
  workers: 2,
  fullyParallel: true,
  forbidOnly: process.env["CI"] !== undefined,
  reporter: [
    ["list"],
    ["./support/log-reporter.ts"],
    ...(process.env["PRAGMA_E2E_REPORT"]
      ? [["json", { outputFile: process.env["PRAGMA_E2E_REPORT"] }] satisfies ["json", unknown]]
      : []),
  ],
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    locale: "en-US",
    timezoneId: "UTC",
    actionTimeout: 240_000,
    navigationTimeout: 240_000,
    // Its steps, requests and messages. The document at each step takes a fifth of the processor time of all tests, and pictures of
    // the screen a whole processor of each page.
    trace: {
      mode: "retain-on-failure",
      screenshots: false,
      snapshots: process.env["PRAGMA_E2E_SNAPSHOTS"] !== undefined,
    },
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: chromiumPath(),
      args: [
        ...(asRoot ? ["--no-sandbox"] : []),
        "--disable-gpu",
        // Without a window it would round the width of each letter to a whole pixel, which no browser with one does.
        "--font-render-hinting=none",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
  projects: [
    // Sign-in is possible once the first account is there, and nothing else can come before it.
    { name: "set-up", testMatch: "set-up.spec.ts" },
    { name: "dashboard", testMatch: "*.spec.ts", testIgnore: "set-up.spec.ts", dependencies: ["set-up"] },
  ],
});
