import { defineConfig } from "@playwright/test";
import tests from "./playwright.config.ts";

/** Takes the pictures of the documentation: no test, but in need of the same stack and browser. */
export default defineConfig({
  ...tests,
  projects: [{ name: "screenshots", testMatch: "screenshots.ts" }],
});
