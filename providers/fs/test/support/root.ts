import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";

/** A folder for each test, with `root` in it and room beside it for what must not be touched. */
export function useRoot(): { readonly outside: string; readonly root: string } {
  let outside = "";
  beforeEach(async () => {
    outside = await mkdtemp(join(tmpdir(), "provider-fs-"));
  });
  afterEach(async () => {
    await rm(outside, { recursive: true, force: true });
  });
  return {
    get outside() {
      return outside;
    },
    get root() {
      return join(outside, "root");
    },
  };
}
