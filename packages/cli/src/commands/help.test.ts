import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { allHelp } from "../framework/all-help.ts";
import { root } from "./root.ts";

it("is, for every command, what docs/cli-help.txt shows", async () => {
  const file = fileURLToPath(new URL("../../../../docs/cli-help.txt", import.meta.url));
  await expect(await allHelp(root)).toMatchFileSnapshot(file);
});
