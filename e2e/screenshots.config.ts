import { defineConfig } from "@playwright/test";
import tests from "./playwright.config.ts";

/** Takes the pictures of the documentation: not a test, but it needs the same stack and browser. */
export default defineConfig({
  ...tests,
  projects: [{ name: "screenshots", testMatch: ["screenshots.ts", "page-pictures.ts"] }],
});
