import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "../lib/root.mjs";
import { appsBySource } from "./workspace-sources.ts";

const appsOf = await appsBySource(ROOT, ["api", "worker", "web"]);

it.each([
  ["packages/core/src/foundation/common/errors.ts", ["api", "worker", "web"]],
  ["packages/core/src/any.test.ts", []],
  ["packages/core/test/support.ts", []],
  ["packages/runtime/src/index.ts", ["worker"]],
  ["packages/sdk/src/provider/index.ts", ["worker"]],
  ["packages/trpc/src/index.ts", ["web"]],
  ["packages/testing/src/index.ts", []],
  ["apps/api/src/server.ts", ["api"]],
  ["apps/web/src/server/env.ts", ["web"]],
  ["apps/web/src/features/shell/link.tsx", []],
])("%s is run by %j", (file, apps) => {
  expect(appsOf(join(ROOT, file))).toEqual(apps);
});
