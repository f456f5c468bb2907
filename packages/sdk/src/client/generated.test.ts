import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { GENERATED, openapiTypes } from "../../scripts/openapi-types.ts";
import { VERSION } from "./version.ts";

it("the types are those of docs/openapi.json", async () => {
  const kept = readFileSync(GENERATED, "utf8");
  expect(kept, "run: pnpm --filter @pragma/sdk run generate:types").toBe(await openapiTypes());
});

it("the version is that of the package", () => {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(VERSION).toBe(manifest.version);
});
